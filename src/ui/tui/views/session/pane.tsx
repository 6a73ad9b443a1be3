/** A pane: its title, and the rows in sight. Drawn anew only when something of it has changed. */
import { Box } from 'ink';
import { memo, type ReactElement } from 'react';
import type { PaneSnapshot } from '../../../../core/wire/session.ts';
import { Lines } from '../../lines.tsx';
import { paint } from '../../paint.ts';
import { toWidth } from '../../text.ts';
import type { TerminalLook } from '../../types.ts';
import { bodyLines } from './body.ts';
import type { PanePlace } from './layout.ts';
import type { Moving } from './move.ts';
import { roomAt } from './room.ts';
import type { PaneChoice, SessionState } from './state.ts';
import { titleLines } from './title.ts';

export interface PaneProps extends Omit<PanePlace, 'x' | 'y'> {
  choice: PaneChoice;
  header: SessionState['header'];
  times: SessionState['times'];
  wrap: boolean;
  active: boolean;
  look: TerminalLook;
  charts: boolean;
  /** See Room. */
  end: number | undefined;
}

export const Pane = memo(function Pane(props: PaneProps): ReactElement {
  const { pane, choice, header, times, time, active, look, width, height, head, charts } = props;
  const room = roomAt(props, props);
  const moving: Moving = { pane, choice, room };
  const body = room.height > 0 ? bodyLines(moving, width, { look, session: { header, times }, active, time }) : [];
  const lines = [
    ...titleLines(moving, width, { look, active, head, charts }),
    ...(body.length > 0 ? body : emptyBody(pane, props)),
  ];
  return (
    <Box width={width} height={height} flexShrink={0}>
      <Lines lines={lines.slice(0, height)} width={width} />
    </Box>
  );
});

/** Why there is nothing. */
function emptyBody({ status, reason, scanning, total }: PaneSnapshot, { look, width, choice }: PaneProps): string[] {
  if (status === 'failed') return [paint(look, 'error', toWidth(` ${reason}`, width))];
  const none = total > 0 && choice.filter !== '' ? 'no row is let through by the filter' : 'nothing yet';
  return [
    paint(look, 'dim', toWidth(` ${scanning ? 'filtering …' : status === 'ended' ? 'nothing happened' : none}`, width)),
  ];
}
