import { expect, test } from 'vitest';
import { isNamespaceName } from '../../../src/core/namespaces/name.ts';

test.each(['4026531840', 'net:4026531840', 'net:[4026531840]', 'ns:net:4026531840', 'pid:4026531836', 'net:5'])(
  '%s is a namespace',
  (text) => expect(isNamespaceName(text)).toBe(true),
);

test.each(['pid:42', 'pid:4194304', 'web', 'docker/web', 'netns:blue', 'cgroup:/x', 'host', '3f2a'])(
  '%s is a target',
  (text) => expect(isNamespaceName(text)).toBe(false),
);
