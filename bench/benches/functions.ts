import { startChild } from '../harness/child.ts';
import type { Bench } from '../harness/context.ts';
import { figure } from '../harness/figure.ts';
import { repeated } from '../harness/repeated.ts';
import type { FunctionCommands } from '../processes/functions.ts';

const FILE = new URL('../processes/functions.ts', import.meta.url);

/** The functions that every journey goes through, one by one, each run in a process of its own. */
export const functions: Bench = {
  name: 'functions',
  about: 'the functions that every journey goes through, alone',
  async run(context) {
    const milliseconds = 1000 * Math.min(0.5, context.effort.seconds / 10);
    const runs = await repeated(context, async ({ tools }) => {
      const child = startChild<FunctionCommands>({ file: FILE, core: 'measured', tools });
      try {
        return await child.call('run', milliseconds);
      } finally {
        await child.stop();
      }
    });
    const names = runs[0]?.map(({ name }) => name) ?? [];
    return {
      figures: names.map((name) =>
        figure({
          name: `functions.${name.replaceAll(' ', '_')}`,
          label: name,
          unit: 'µs',
          better: 'lower',
          values: runs.flatMap((timings) =>
            timings.filter((each) => each.name === name).map(({ p50 }) => p50),
          ),
        }),
      ),
    };
  },
};
