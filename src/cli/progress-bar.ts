const WIDTH = 32;

/** One line that fills up, where somebody looks on; nothing in a log file. */
export function progressBar(): (progress: { readonly done: number; readonly of: number }) => void {
  return ({ done, of }) => {
    if (!process.stderr.isTTY) return;
    const share = of === 0 ? 1 : done / of;
    const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░');
    process.stderr.write(`\r${bar} ${Math.floor(share * 100)} %${share < 1 ? '' : '\n'}`);
  };
}
