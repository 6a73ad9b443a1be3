/** Where drawing fails, the failure is shown there, and all else goes on. */
import { Component, type ReactNode } from 'react';
import { Lines } from './lines.tsx';
import { paint } from './paint.ts';
import { toWidth } from './text.ts';
import type { TerminalLook } from './types.ts';

interface Props {
  look: TerminalLook;
  width: number;
  height: number;
  /** When it is another one, drawing is tried again. */
  retry: unknown;
  children: ReactNode;
}

interface Failed {
  error: Error | null;
  retry: unknown;
}

export class Boundary extends Component<Props, Failed> {
  override state: Failed = { error: null, retry: this.props.retry };

  static getDerivedStateFromError = (error: Error): Partial<Failed> => ({ error });

  static getDerivedStateFromProps = ({ retry }: Props, state: Failed): Failed =>
    retry === state.retry ? state : { error: null, retry };

  override render(): ReactNode {
    const { look, width, height, children } = this.props;
    const { error } = this.state;
    if (!error) return children;
    const texts = ['this cannot be drawn; all else goes on', `${error.name}: ${error.message}`];
    const lines = Array.from({ length: height }, (_, at) => texts[at] ?? '');
    return <Lines lines={lines.map((text) => paint(look, 'error', toWidth(text, width)))} width={width} />;
  }
}
