import { startChild } from '../harness/child.ts';
import type { Bench, Context } from '../harness/context.ts';
import { figure } from '../harness/figure.ts';
import { repeated } from '../harness/repeated.ts';
import { inWorld } from '../harness/started.ts';
import type { Cost, LogCommands, Proofs } from '../processes/log.ts';

const FILE = new URL('../processes/log.ts', import.meta.url);

const SIZES = [1_000, 10_000, 100_000, 1_000_000];

/** What a journey leaves in the log: created, viewed and decided, with private fields; and delivered. */
const ENTRIES = { made: 3, appended: 4 };

type Run = { readonly verified: number; readonly proofs: readonly Proofs[]; readonly cost: Cost };

/** The Merkle log: how fast it is checked, how long a proof takes, and what it costs those who wait for a verdict. */
export const log: Bench = {
  name: 'log',
  about: 'the Merkle log: how fast it is checked, and what it costs',
  document: 'evidence',
  async run(context) {
    const folder = context.folder();
    const most = Math.max(...context.effort.stored);
    const sizes = SIZES.filter((size) => size <= 10 * most);
    const runs = await repeated(context, () => oneRun(context, folder, sizes, most / 10));
    const journeyMicroseconds = await journeyCost(context);
    const share = ({ making, appending }: Cost) =>
      (100 * (ENTRIES.made * making + ENTRIES.appended * appending)) / journeyMicroseconds;
    return {
      figures: [
        figure({
          name: 'log.verified',
          label: 'entries verified in a second of one processor, with what they commit to and their verdicts',
          unit: 'per second',
          better: 'higher',
          values: runs.map(({ verified }) => verified),
        }),
        figure({
          name: 'log.hashed',
          label: 'the same of entries that commit to nothing: their form, order and hashes',
          unit: 'per second',
          better: 'higher',
          values: runs.map(({ proofs }) => proofs.at(-1)?.verifiedPerSecond ?? Number.NaN),
          goal: 100_000,
        }),
        ...sizes.map((size, nth) =>
          figure({
            name: `log.proof.${size}`,
            label: `a proof from a log of ${size.toLocaleString('en')} entries`,
            unit: 'µs',
            better: 'lower',
            values: runs.map(({ proofs }) => proofs[nth]?.microseconds ?? Number.NaN),
          }),
        ),
        figure({
          name: 'log.making',
          label: 'an entry is made, its private fields salted, hashed and sealed',
          unit: 'µs',
          better: 'lower',
          values: runs.map(({ cost }) => cost.making),
        }),
        figure({
          name: 'log.appending',
          label: 'an entry is appended to the tree and the database',
          unit: 'µs',
          better: 'lower',
          values: runs.map(({ cost }) => cost.appending),
        }),
        figure({
          name: 'log.journey',
          label: 'processor time of the whole service for a journey',
          unit: 'µs',
          better: 'lower',
          values: [journeyMicroseconds],
        }),
        figure({
          name: 'log.share',
          label: 'of that, one append',
          unit: '%',
          better: 'lower',
          values: runs.map(({ cost }) => (100 * cost.appending) / journeyMicroseconds),
          goal: 5,
        }),
        figure({
          name: 'log.share.whole',
          label: 'of that, all four appends, and making the three entries with private fields',
          unit: '%',
          better: 'lower',
          values: runs.map(({ cost }) => share(cost)),
        }),
      ],
    };
  },
};

/** Processor time of the whole service for a journey, in µs. */
const journeyCost = (context: Context): Promise<number> =>
  inWorld(context, async ({ service, people: around }) => {
    const { people, warmUpSeconds, seconds } = context.effort;
    context.progress('what a journey costs');
    await around.call('closed', { people, seconds: warmUpSeconds });
    const before = await service.call('usage', undefined);
    const { ended } = await around.call('closed', { people, seconds });
    const after = await service.call('usage', undefined);
    return (after.cpuMicroseconds - before.cpuMicroseconds) / ended;
  });

async function oneRun(
  { tools, progress }: Context,
  folder: string,
  sizes: readonly number[],
  journeys: number,
): Promise<Run> {
  const child = startChild<LogCommands>({ file: FILE, core: 'measured', tools });
  try {
    const cost = await child.call('cost', { folder });
    const verified = await child.call('verify', { folder, journeys });
    const proofs: Proofs[] = [];
    for (const size of sizes) {
      progress(`a log of ${size.toLocaleString('en')} entries`);
      proofs.push(await child.call('proofs', { folder, size }));
    }
    return { verified, proofs, cost };
  } finally {
    await child.stop();
  }
}
