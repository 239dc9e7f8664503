import { spawnSync } from 'node:child_process';

/** A network namespace with one cable to this machine, which can be cut. */
export type OwnNetwork = {
  /** Words in front of a command line that run it there. */
  readonly prefix: readonly string[];
  readonly insideAddress: string;
  readonly outsideAddress: string;
  setCable(state: 'up' | 'down'): void;
  remove(): void;
};

const ip = (...words: readonly string[]): boolean => spawnSync('ip', [...words]).status === 0;

/** Null where this user may not make one. */
export function makeOwnNetwork(): OwnNetwork | null {
  const id = process.pid % 60_000;
  const name = `cs${id}`;
  const cable = `csv${id}`;
  // From 198.18.0.0/15, which is for tests (RFC 2544): one small net for each test process.
  const base = `198.18.${Math.floor(id / 250) % 250}`;
  const place = (id % 62) * 4;
  const outsideAddress = `${base}.${place + 1}`;
  const insideAddress = `${base}.${place + 2}`;
  const remove = (): void => {
    ip('link', 'delete', `${cable}o`);
    ip('netns', 'delete', name);
  };
  const inside = ['netns', 'exec', name, 'ip'] as const;
  const made =
    ip('netns', 'add', name) &&
    ip('link', 'add', `${cable}o`, 'type', 'veth', 'peer', 'name', `${cable}i`, 'netns', name) &&
    ip('address', 'add', `${outsideAddress}/30`, 'dev', `${cable}o`) &&
    ip('link', 'set', `${cable}o`, 'up') &&
    ip(...inside, 'address', 'add', `${insideAddress}/30`, 'dev', `${cable}i`) &&
    ip(...inside, 'link', 'set', `${cable}i`, 'up') &&
    ip(...inside, 'link', 'set', 'lo', 'up');
  if (!made) {
    remove();
    return null;
  }
  return {
    prefix: ['ip', 'netns', 'exec', name],
    insideAddress,
    outsideAddress,
    setCable: (state) => {
      ip('link', 'set', `${cable}o`, state);
    },
    remove,
  };
}
