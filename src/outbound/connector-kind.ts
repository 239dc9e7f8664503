import type { Clock, Connector } from '../app/ports.ts';
import type { DeliveryEvent } from '../domain/delivery/delivery.ts';
import { allows, type ObjectSchema, type Static } from '../kernel/schema.ts';
import type { HttpClient } from './http-client.ts';

/** One kind of platform: what a channel on it must be given, and how its connector is made of that. */
export type ConnectorKind = {
  /** As the channel's settings name it. */
  readonly name: string;
  /** All that connectors of this kind can tell. */
  readonly events: readonly DeliveryEvent[];
  /** The members of a channel's settings that are this kind's own, made with setting-schemas.ts. */
  readonly settings: ObjectSchema;
  /** @throws TypeError for settings that are not of that schema: they were checked when they were read. */
  connect(settings: unknown, http: HttpClient, clock: Clock): Connector;
};

export const connectorKind = <S extends ObjectSchema>(kind: {
  readonly name: string;
  readonly events: readonly DeliveryEvent[];
  readonly settings: S;
  connect(settings: Static<S>, http: HttpClient, clock: Clock): Connector;
}): ConnectorKind => ({
  ...kind,
  connect(settings, http, clock) {
    if (!allows(kind.settings, settings)) {
      throw new TypeError(`the settings of a ${kind.name} connector were not checked`);
    }
    return kind.connect(settings, http, clock);
  },
});
