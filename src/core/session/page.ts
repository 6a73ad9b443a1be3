/** A recorded session as a page. */
import { durationText } from '../duration.ts';
import type { PageItem, PageSection } from '../page.ts';
import { showBytes } from '../processes/units.ts';
import type { SessionRow } from './columns.ts';
import type { Manifest } from './types.ts';

/** What `spc session show` shows of one. */
export function sessionPage(row: SessionRow, manifest: Manifest): PageSection[] {
  return [
    { title: manifest.target.title, items: overview(row, manifest) },
    { title: 'Tracers', items: manifest.tracers.flatMap(tracerItems) },
    { title: 'Streams', items: [streamTable(manifest)] },
    { title: 'Events', items: counts(manifest) },
    { title: 'Clock', items: clockItems(manifest) },
    ...(manifest.losses.length > 0 ? [{ title: 'Lost', items: losses(manifest) }] : []),
  ];
}

function overview({ state, size, directory }: SessionRow, manifest: Manifest): PageItem[] {
  const { end, target, kernel, hostname, architecture, spc } = manifest;
  const { container } = target;
  return [
    { label: 'directory', text: directory },
    { label: 'state', text: end ? `${state}: ${[end.reason, end.message].filter(Boolean).join('; ')}` : state },
    ...(end ? [{ label: 'duration', text: durationText(end.at) }] : []),
    { label: 'size', text: showBytes(size) },
    { label: 'target', text: `${target.text}, process ${target.pid}` },
    ...(container ? [{ label: 'image', text: `${container.image} ${container.imageId}` }] : []),
    { label: 'host', text: `${hostname}, Linux ${kernel} ${architecture}` },
    { label: 'spc', text: spc },
  ];
}

function tracerItems({ tracer, version, from, argv }: Manifest['tracers'][number]): PageItem[] {
  return [
    { label: tracer, text: `${version} (${from})` },
    { label: '', text: argv.join(' ') },
  ];
}

function streamTable({ streams }: Manifest): PageItem {
  const rows = streams.map(({ name, format, bytes, firstSegment, lastSegment }) => [
    name,
    format,
    showBytes(bytes),
    lastSegment === 0 ? 'empty' : `files ${firstSegment}–${lastSegment}`,
  ]);
  return { rows: [['NAME', 'FORMAT', 'SIZE', 'KEPT'], ...rows], right: [2] };
}

function counts({ counts }: Manifest): PageItem[] {
  const items = Object.entries(counts).map(([kind, count]) => ({ label: kind, text: count.toLocaleString('en') }));
  return items.length > 0 ? items : [{ note: 'none' }];
}

function clockItems({ clock: { readings } }: Manifest): PageItem[] {
  const worst = Math.max(0, ...readings.map(({ uncertainty }) => uncertainty));
  return [{ label: 'readings', text: `${readings.length}, off by ${durationText(worst)} at most` }];
}

function losses({ losses }: Manifest): PageItem[] {
  return losses.map(({ tracer, count, what }) => ({
    label: tracer,
    text: `${count?.toLocaleString('en') ?? 'some'} ${what}`,
  }));
}
