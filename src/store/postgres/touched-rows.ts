import type { ClientRef } from '../../domain/challenge/challenge.ts';
import type { ChallengeId, ChannelId } from '../../kernel/ids.ts';

/*
 * Names of rows within a process, for keeping jobs that touch the same one apart. A delivery goes by its challenge.
 */

export const clientRow = (channel: ChannelId, ref: ClientRef): string => `client ${channel} ${ref}`;

export const challengeRow = (id: ChallengeId): string => id;

export const recordRow = (channel: ChannelId, key: string): string => `record ${channel} ${key}`;
