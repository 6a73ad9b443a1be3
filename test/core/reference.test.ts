import { expect, test } from 'vitest';
import { withTag } from '../../src/core/reference.ts';

test.each([
  ['tools', 'tools:latest'],
  ['localhost:5000/tools', 'localhost:5000/tools:latest'],
  ['localhost:5000/tools:2', 'localhost:5000/tools:2'],
  ['localhost/tools:2', 'localhost/tools:2'],
])('%s is %s', (reference, tagged) => expect(withTag(reference)).toBe(tagged));
