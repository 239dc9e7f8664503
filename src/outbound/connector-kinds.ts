import { botpress } from './botpress.ts';
import { callback } from './callback.ts';
import { chatfuel } from './chatfuel.ts';
import { chatwoot } from './chatwoot.ts';
import type { ConnectorKind } from './connector-kind.ts';
import { evolution } from './evolution.ts';
import { manychat } from './manychat.ts';
import { telegram } from './telegram.ts';
import { twilioStudio } from './twilio-studio.ts';
import { typebot } from './typebot.ts';
import { webhook } from './webhook.ts';
import { whatsappCloud } from './whatsapp-cloud.ts';

/** Every platform that a channel can be on. A new connector is one file, one test, one guide, and a line here. */
export const CONNECTOR_KINDS: readonly ConnectorKind[] = [
  botpress,
  callback,
  chatfuel,
  chatwoot,
  evolution,
  manychat,
  telegram,
  twilioStudio,
  typebot,
  webhook,
  whatsappCloud,
];
