import { expect, it } from 'vitest';
import { parseNetworks } from '../../../../src/core/bench/parse/networks.ts';
import { list } from '../../../fixtures/bench/read.ts';

it("reads docker's", () => {
  const [bridge, host] = parseNetworks(list('docker-networks.json'));
  expect(bridge).toMatchObject({ name: 'bridge', driver: 'bridge', ingress: false });
  expect(bridge?.options['com.docker.network.bridge.enable_icc']).toBe('true');
  expect(bridge?.containers).toHaveLength(2);
  expect(host).toMatchObject({ name: 'host', driver: 'host' });
  expect(host?.containers).toHaveLength(2);
});

it("reads podman's, which spells all names small", () =>
  expect(parseNetworks(list('podman-networks.json'))).toMatchObject([
    { name: 'podman', driver: 'bridge', containers: [] },
  ]));

it('takes nonsense for nothing', () =>
  expect(parseNetworks([null])).toEqual([
    { id: '', name: '', driver: '', ingress: false, options: {}, containers: [] },
  ]));
