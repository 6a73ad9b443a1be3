import { describe, expect, it } from 'vitest';
import type { Container, EngineName, Image } from '../../src/core/types.ts';
import { asked } from '../../src/io/ahead.ts';
import type { Driver } from '../../src/io/driver.ts';

/** Engines that write down what they are asked. */
function engines(...names: EngineName[]) {
  const questions: string[] = [];
  const driver = (name: EngineName) =>
    ({
      name,
      image: async (reference: string) => {
        questions.push(`${name} image ${reference}`);
        if (reference === 'broken') throw new Error(`${name} is down`);
        return { id: reference } as Image;
      },
      container: async (container: string) => {
        questions.push(`${name} container ${container}`);
        return { name: container } as Container;
      },
    }) as Driver;
  const drivers = async function* () {
    for (const name of names) yield driver(name);
  };
  return { questions, drivers };
}

const question = { engine: undefined, reference: 'img', name: 'box' };

describe('asking ahead', () => {
  it('asks the first engine before anyone takes the answer, and only once', async () => {
    const { questions, drivers } = engines('docker', 'podman');
    const ahead = await asked(drivers, question);
    expect(questions).toEqual(['docker image img', 'docker container box']);
    for await (const driver of ahead()) {
      expect(await driver.image('img')).toEqual({ id: 'img' });
      expect(await driver.container('box')).toEqual({ name: 'box' });
      break;
    }
    expect(questions).toHaveLength(2);
  });

  it('asks anew the second time, and for other words', async () => {
    const { questions, drivers } = engines('docker');
    const ahead = await asked(drivers, question);
    for await (const driver of ahead()) {
      await driver.image('img');
      await driver.image('img');
      await driver.container('other');
    }
    expect(questions.slice(2)).toEqual(['docker image img', 'docker container other']);
  });

  it('goes on to the next engine, and starts over when taken again', async () => {
    const { drivers } = engines('docker', 'podman');
    const ahead = await asked(drivers, question);
    const names = async () => {
      const seen = [];
      for await (const { name } of ahead()) seen.push(name);
      return seen;
    };
    expect(await names()).toEqual(['docker', 'podman']);
    expect(await names()).toEqual(['docker', 'podman']);
  });

  it('keeps a failure for whoever takes the answer', async () => {
    const { drivers } = engines('docker');
    const ahead = await asked(drivers, { ...question, reference: 'broken' });
    for await (const driver of ahead()) await expect(driver.image('broken')).rejects.toThrow('docker is down');
  });
});
