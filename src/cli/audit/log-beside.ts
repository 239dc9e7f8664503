import type { OutsideCheckpoint } from '../../app/log-ports.ts';
import type { Settings } from '../../config/settings.ts';
import { checkpointFile } from '../../system/checkpoint-file.ts';
import { checkpointPathOf, databaseFileOf } from '../data-places.ts';
import { type ServiceBeside, withServiceBeside } from '../service-beside.ts';

/** The log of the settings' database, with what is kept of it outside. */
export type LogBeside = {
  readonly service: ServiceBeside;
  readonly settings: Settings;
  readonly path: string;
  readonly outside: OutsideCheckpoint;
  /** Whether the file may be on the machine of another instance, and none is here. */
  readonly isElsewhere: boolean;
};

/** Opens the log for a command, and closes it however the command ends. */
export const withLogBeside = <T>(work: (log: LogBeside) => Promise<T>): Promise<T> =>
  withServiceBeside(async (service, settings) => {
    const path = checkpointPathOf(settings);
    const outside = checkpointFile(path);
    const isElsewhere = databaseFileOf(settings) === null && (await outside.read()) === null;
    return await work({ service, settings, path, outside, isElsewhere });
  });
