/** A page about a session: what was asked for, its tools and their cost, what was told of it. */
import type { PageSection } from '../../../../core/page.ts';
import type { PageState } from '../../state.ts';
import type { SessionState } from './state.ts';
import { rowTime } from './times.ts';

const stateText = ({ error, snapshot }: SessionState): string =>
  (error ? ['failed', error.what, error.why] : [snapshot?.state, snapshot?.end]).filter(Boolean).join(': ');

/** As it is now. */
export function details(session: SessionState): PageState {
  const { argv, header, snapshot } = session;
  const sections: PageSection[] = [
    {
      title: 'Session',
      items: [
        { label: 'command', text: `spc ${argv.join(' ')}` },
        { label: 'target', text: header?.target.title ?? '' },
        { label: 'record', text: snapshot?.directory ?? 'none' },
        { label: 'state', text: stateText(session) },
      ],
    },
    ...(header?.tracers ?? []).map(({ tracer, tool, version, from, argv: words, cost }) => ({
      title: tracer,
      items: [
        { label: 'tool', text: [tool, version, from].filter(Boolean).join(', ') },
        { label: 'called as', text: words.join(' ') },
        { label: 'cost', text: cost },
      ],
    })),
    {
      title: 'Told',
      items: (snapshot?.notes ?? []).map(({ at, text }) => ({ note: `${rowTime(session, at).trim()} ${text}` })),
    },
  ];
  const request = { page: 'session', target: snapshot?.directory ?? '' } as const;
  return { title: 'session', request, sections, error: null, asked: false, top: 0, enter: null };
}
