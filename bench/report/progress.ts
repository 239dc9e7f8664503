/** Says what is being measured: on a terminal in one line that changes, elsewhere once for each benchmark. */
export type Progress = {
  begin(name: string, about: string): void;
  say(text: string): void;
  end(): void;
};

type Stream = { readonly isTTY?: boolean; write(text: string): unknown };

/** @param total of benchmarks. */
export function progressOn(
  stream: Stream,
  total: number,
  now: () => number = () => performance.now(),
): Progress {
  let nth = 0;
  let head = '';
  let since = 0;
  const draw = (text: string): void => {
    if (stream.isTTY) stream.write(`\r${text}\u001b[K`);
  };
  return {
    begin(name, about) {
      nth++;
      since = now();
      head = `[${nth}/${total}] ${name}: ${about}`;
      if (stream.isTTY) draw(head);
      else stream.write(`${head}\n`);
    },
    say(text) {
      draw(text === '' ? head : `${head} (${text})`);
    },
    end() {
      const took = `${((now() - since) / 1000).toFixed(0)} s`;
      if (stream.isTTY) stream.write(`\r${head}: ${took}\u001b[K\n`);
      else stream.write(`    ${took}\n`);
    },
  };
}

const BAR = 20;

/** A share from 0 to 1 as a bar of one width, and in percent. */
export function bar(share: number): string {
  const full = Math.round(BAR * share);
  return `${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${String(Math.floor(100 * share)).padStart(3)} %`;
}
