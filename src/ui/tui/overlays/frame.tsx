/** A box in the middle of the view, over it. */
import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { toWidth, truncate } from '../text.ts';
import { type Role, styleOf } from '../theme.ts';
import type { TerminalLook } from '../types.ts';
import type { Area } from '../view.ts';

export interface FrameLine {
  text: string;
  role?: Role;
  /** So many cells at the beginning are a key. */
  key?: number;
}

/** Cells that border and blanks take. */
const SIDES = 4;
const ENDS = 2;

/** Where a box with so many lines is; what has no room is left out. */
export function frameArea(area: Area, size: Area): Area & { x: number; y: number } {
  const width = Math.min(area.width - SIDES, size.width);
  const height = Math.min(area.height - ENDS, size.height);
  const x = Math.max(0, Math.floor((area.width - width - SIDES) / 2));
  const y = Math.max(0, Math.floor((area.height - height - ENDS) / 2));
  return { x, y, width, height };
}

const LINES = {
  unicode: { top: ['╭', '─', '╮'], side: '│', bottom: ['╰', '─', '╯'] },
  ascii: { top: ['+', '-', '+'], side: '|', bottom: ['+', '-', '+'] },
} as const;

interface FrameProps {
  title: string;
  lines: readonly FrameLine[];
  look: TerminalLook;
  area: Area;
  /** At least so wide. */
  width: number;
}

/** Each cell of the box is written, so that nothing of the view shows through. */
export function Frame({ title, lines, look, area, width: wished }: FrameProps): ReactElement {
  const { x, y, width, height } = frameArea(area, { width: wished, height: lines.length });
  const { top, side, bottom } = LINES[look.unicode ? 'unicode' : 'ascii'];
  const border = styleOf(look, 'borderActive');
  const name = ` ${truncate(title, width - 2)} `;
  return (
    <Box position="absolute" flexDirection="column" marginLeft={x} marginTop={y} width={width + SIDES}>
      <Text>
        <Text {...border}>{`${top[0]}${top[1]}`}</Text>
        <Text {...styleOf(look, 'title')}>{name}</Text>
        <Text {...border}>{`${top[1].repeat(Math.max(0, width + 1 - name.length))}${top[2]}`}</Text>
      </Text>
      {lines.slice(0, height).map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
        <Text key={at}>
          <Text {...border}>{side}</Text>
          <Line line={line} width={width + 2} look={look} />
          <Text {...border}>{side}</Text>
        </Text>
      ))}
      <Text {...border}>{`${bottom[0]}${bottom[1].repeat(width + 2)}${bottom[2]}`}</Text>
    </Box>
  );
}

function Line({
  line: { text, role = 'text', key = 0 },
  width,
  look,
}: {
  line: FrameLine;
  width: number;
  look: TerminalLook;
}): ReactElement {
  const shown = toWidth(` ${text}`, width);
  if (key === 0) return <Text {...styleOf(look, role)}>{shown}</Text>;
  return (
    <Text>
      <Text {...styleOf(look, 'key')}>{shown.slice(0, key + 1)}</Text>
      <Text {...styleOf(look, role)}>{shown.slice(key + 1)}</Text>
    </Text>
  );
}
