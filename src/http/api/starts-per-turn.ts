/**
 * Lets `most` callers start in one turn of the event loop, and the others in the turns after it, in the order in which they
 * came. Between two turns everybody else is served: without this, as many requests as bots have connections would be
 * worked off in one go, and a person's page would wait for all of them.
 */
export function startsPerTurn(most: number): () => Promise<void> {
  let left = most;
  let waiting: (() => void)[] = [];
  let renews = false;

  const renewLater = (): void => {
    if (renews) return;
    renews = true;
    setImmediate(renew);
  };
  const renew = (): void => {
    renews = false;
    const next = waiting.slice(0, most);
    waiting = waiting.slice(most);
    left = most - next.length;
    if (next.length > 0) renewLater();
    for (const start of next) start();
  };
  return async () => {
    renewLater();
    if (left > 0) left -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
}
