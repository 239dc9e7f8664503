import type { EvidenceService } from '../app/assemble-evidence.ts';
import type { Service } from '../app/service.ts';
import type { Settings } from '../config/settings.ts';
import { channelId } from '../kernel/ids.ts';
import { systemClock } from '../system/clock.ts';
import { systemEntropy } from '../system/entropy.ts';
import { believedWitnesses } from './believed-witnesses.ts';
import { BUILD } from './build.ts';
import { openBesideService } from './open-store.ts';
import { policiesFor } from './policies-for.ts';
import { settingsOfCommand } from './settings-of-command.ts';
import { vaultOf } from './vault-of.ts';

/** What a command beside a running service can do with its database. */
export type ServiceBeside = EvidenceService & Pick<Service, 'entropy' | 'build'>;

/** Opens the database of the settings for a command, and closes it however the command ends. */
export async function withServiceBeside<T>(
  work: (service: ServiceBeside, settings: Settings) => Promise<T>,
): Promise<T> {
  const settings = settingsOfCommand();
  const entropy = systemEntropy();
  const store = await openBesideService(settings);
  try {
    const vault = await vaultOf(settings, store, entropy);
    const service: ServiceBeside = {
      store,
      vault,
      entropy,
      clock: systemClock,
      build: BUILD,
      policies: new Map(policiesFor(settings).map((policy) => [policy.name, policy])),
      channels: new Map(settings.channels.map((channel) => [channelId(channel.name), channel])),
      ...believedWitnesses(settings.vouchers),
    };
    return await work(service, settings);
  } finally {
    await store.close();
  }
}
