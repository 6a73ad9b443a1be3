/** Lines that are cut and coloured already: Ink neither measures nor wraps them, which is half of what drawing a text costs. */
import { Box, Transform } from 'ink';
import type { ReactElement } from 'react';

/** `lines`: painted (see paint.ts), none wider than `width`. */
export function Lines({ lines, width }: { lines: readonly string[]; width: number }): ReactElement | null {
  if (lines.length === 0) return null;
  return (
    <Box width={width} height={lines.length} flexShrink={0}>
      <Transform transform={(_, at) => lines[at] || ' '}>{lines.map(() => '.').join('\n')}</Transform>
    </Box>
  );
}
