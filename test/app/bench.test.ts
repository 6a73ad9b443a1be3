import { describe, expect, it } from 'vitest';
import { type BenchRequest, bench, type Gather, type Source } from '../../src/app/bench.ts';
import { explain } from '../../src/app/bench-explain.ts';
import { CHECKS } from '../../src/checks/index.ts';
import { ALL } from '../../src/core/bench/selection.ts';
import type { BenchReport, Evidence } from '../../src/core/bench/types.ts';
import { EXIT, SpcError } from '../../src/core/errors.ts';
import type { Msg, UseCase } from '../../src/core/types.ts';
import type { Gathered } from '../../src/io/bench/gather.ts';
import { checkOf } from '../checks/check-of.ts';
import { container, DOCKER, PODMAN } from '../core/bench/evidence.ts';

const BAD = container({ privileged: true })(DOCKER);
const ENGINE = {
  kind: 'engine',
  engines: ['docker', 'podman'],
  isNamed: false,
  timeoutMs: 1,
  trustedUsers: undefined,
} as const;
const judging = { checks: CHECKS, selection: ALL, waivers: [], today: '2026-11-22', version: '1' };

/** Runs it to its end. */
async function outcome(messages: UseCase) {
  const said: Msg[] = [];
  for (;;) {
    const step = await messages.next();
    if (step.done)
      return {
        status: step.value,
        said,
        warnings: said.flatMap((each) => (each.kind === 'warning' ? [each.text] : [])),
      };
    said.push(step.value);
  }
}

async function run(over: Partial<BenchRequest>, gather: Gather = () => expect.fail('nothing was to be gathered')) {
  const reports: BenchReport[] = [];
  const evidences: Evidence[] = [];
  const output = {
    evidence: (evidence: Evidence) => {
      evidences.push(evidence);
      return [];
    },
    report: (report: BenchReport) => {
      reports.push(report);
      return [];
    },
  };
  const request = {
    source: { kind: 'evidence', evidence: DOCKER } as Source,
    judging,
    threshold: undefined,
    baseline: undefined,
    ...over,
  };
  const found = await outcome(bench(request, gather, output));
  return { ...found, report: reports[0] ?? expect.fail('no report'), evidence: evidences[0] };
}

const stateOf = (report: BenchReport, id: string) => report.findings.find(({ check }) => check === id)?.state;

/** Engines that answer, or fail so. */
const engines =
  (answers: Record<string, Gathered | SpcError>): Gather =>
  async ({ engine }) => {
    const answer = answers[engine] ?? expect.fail(`${engine} was asked`);
    if (!(answer instanceof SpcError)) return answer;
    const missing = { missing: answer.message };
    return { evidence: { ...DOCKER, info: missing, containers: missing, processes: missing }, failure: answer };
  };

const absent = new SpcError('engine-down', 'cannot start docker', 'it is not installed', '', {
  cause: { code: 'ENOENT' },
});
const hung = new SpcError('engine-timeout', 'docker did not answer within 30 s');

describe('evidence that was saved', () => {
  it('is judged', async () => {
    const { report, status } = await run({ source: { kind: 'evidence', evidence: BAD } });
    expect(stateOf(report, '5.5')).toBe('fail');
    expect(status).toBe(0);
  });
});

describe('engines', () => {
  it('the first that answers is judged', async () => {
    const gather = engines({ docker: { evidence: DOCKER } });
    expect((await run({ source: ENGINE }, gather)).report.engine.name).toBe('docker');
  });

  it('one that is not there is passed over without a word', async () => {
    const { report, warnings, status } = await run(
      { source: ENGINE },
      engines({ docker: absent, podman: { evidence: PODMAN } }),
    );
    expect([report.engine.name, warnings, status]).toEqual(['podman', [], 0]);
  });

  it('one that hangs is passed over, and that is told', async () => {
    const { report, warnings } = await run({ source: ENGINE }, engines({ docker: hung, podman: { evidence: PODMAN } }));
    expect([report.engine.name, warnings]).toEqual([
      'podman',
      ['docker is not judged: docker did not answer within 30 s'],
    ]);
  });

  it('when none answers, all that were tried are told of', async () => {
    const gather = engines({ docker: absent, podman: new SpcError('engine-down', 'cannot start podman') });
    await expect(run({ source: ENGINE }, gather)).rejects.toMatchObject({
      code: 'engine-down',
      message: 'no engine answers',
      why: 'cannot start docker: it is not installed; cannot start podman',
    });
  });

  it('one that was named is judged as far as it can be', async () => {
    const named: Source = { ...ENGINE, engines: ['docker'], isNamed: true };
    const { report, status, warnings } = await run({ source: named }, engines({ docker: absent }));
    expect([stateOf(report, '3.1'), stateOf(report, '5.5')]).toEqual(['pass', 'error']);
    expect(status).toBe(EXIT['engine-down'].status);
    expect(warnings).toEqual(['not everything could be asked: cannot start docker: it is not installed']);
  });

  it('one that stops answering midway: what it answered is judged, all else is an error with the cause', async () => {
    const evidence = { ...DOCKER, containers: { missing: 'docker container inspect: no answer within 30 s' } };
    const { report, status } = await run({ source: ENGINE }, engines({ docker: { evidence, failure: hung } }));
    expect([stateOf(report, '2.6'), stateOf(report, '5.5')]).toEqual(['pass', 'error']);
    expect(report.unjudged).toContainEqual({ check: '5.5', cause: 'docker container inspect: no answer within 30 s' });
    expect(status).toBe(EXIT['engine-timeout'].status);
  });

  it('the evidence is given to be kept', async () =>
    expect((await run({ source: ENGINE }, engines({ docker: { evidence: BAD } }))).evidence).toBe(BAD));
});

describe('--fail-on', () => {
  const threshold = { by: 'severity', least: 'high' } as const;
  it('ends with its own status and says why', async () => {
    const { status, warnings } = await run({ source: { kind: 'evidence', evidence: BAD }, threshold });
    expect(status).toBe(EXIT.findings.status);
    expect(warnings).toEqual([expect.stringMatching(/^--fail-on: .*5\.5/)]);
  });
  it('comes before the failure of an engine', async () => {
    const gather = engines({ docker: { evidence: BAD, failure: hung } });
    expect((await run({ source: ENGINE, threshold }, gather)).status).toBe(EXIT.findings.status);
  });
  it('that is not breached changes nothing', async () => {
    const selection = { ...ALL, check: ['5.5'] };
    expect(await run({ threshold, judging: { ...judging, selection } })).toMatchObject({ status: 0, warnings: [] });
  });
  it('tells what it knows nothing of', async () => {
    const evidence = { ...DOCKER, containers: { missing: 'it needs root' } };
    const selection = { ...ALL, check: ['5.5'] };
    const { warnings } = await run({
      source: { kind: 'evidence', evidence },
      threshold,
      judging: { ...judging, selection },
    });
    expect(warnings).toEqual(['--fail-on knows nothing of 1 check that could not be judged']);
  });
});

it('--baseline compares', async () => {
  const { report } = await run({});
  const now = await run({ source: { kind: 'evidence', evidence: BAD }, baseline: report });
  expect(now.report.comparison?.appeared).toContainEqual(
    expect.objectContaining({ check: '5.5', item: 'container web' }),
  );
  const later = await run({ baseline: now.report });
  expect(later.report.comparison?.fixed).toContainEqual(expect.objectContaining({ check: '5.5' }));
});

describe('--explain', () => {
  const check = checkOf('5.5') ?? expect.fail();
  const of = (source: Source, gather: Gather) =>
    outcome(
      explain(
        {
          source,
          judging: { ...judging, selection: { ...ALL, check: ['5.5'] } },
          threshold: undefined,
          baseline: undefined,
        },
        [check],
        gather,
      ),
    );

  it('shows what, why, how to mend, and the evidence that decided', async () => {
    const { said } = await of({ kind: 'evidence', evidence: BAD }, engines({}));
    const [page] = said;
    const text = JSON.stringify(page);
    for (const part of [check.explain.what, check.explain.why, check.explain.how])
      expect(text).toContain(JSON.stringify(part));
    expect(page).toMatchObject({
      kind: 'page',
      sections: [
        { title: `5.5 ${check.title}` },
        {
          title: 'Here',
          items: [
            { label: 'fail' },
            { rows: [[expect.stringContaining('web'), 'true']] },
            { rows: [['container', 'web', expect.any(String)]] },
          ],
        },
      ],
      data: { schema: 1, checks: [{ id: '5.5', finding: { state: 'fail' } }] },
    });
  });

  it('explains without an engine, too', async () => {
    const { said, status } = await of(ENGINE, engines({ docker: absent, podman: absent }));
    expect(status).toBe(0);
    expect(said.map(({ kind }) => kind)).toEqual(['note', 'page']);
    expect(said[1]).toMatchObject({
      sections: [{ title: `5.5 ${check.title}` }],
      data: { checks: [{ finding: null }] },
    });
  });
});
