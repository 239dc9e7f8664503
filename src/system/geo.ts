import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isIP } from 'node:net';
import { Reader, type Response } from 'mmdb-lib';
import type { Geo } from '../app/ports.ts';
import type { Network, Place } from '../domain/audit/private-evidence.ts';

/** The country database that comes as a package: made of data of NRO and the registries (CC BY 4.0, nro.net). */
const PACKAGED = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/** The two shapes that country and city databases come in: flat names, and those of MaxMind's own files. */
type GeoRecord = {
  readonly country_code?: string;
  readonly state1?: string;
  readonly city?: string | { readonly names?: { readonly en?: string } };
  readonly latitude?: number;
  readonly longitude?: number;
  readonly country?: { readonly iso_code?: string };
  readonly subdivisions?: readonly { readonly names?: { readonly en?: string } }[];
  readonly location?: { readonly latitude?: number; readonly longitude?: number };
  readonly autonomous_system_number?: number;
  readonly autonomous_system_organization?: string;
};

/**
 * Places from a MaxMind DB file (the packaged one where `file` is null). Approximate by nature: say so wherever shown.
 * @throws where the file cannot be read or is no such database.
 */
export function openGeo(file: string | null): Geo {
  const path = file ?? createRequire(import.meta.url).resolve(PACKAGED);
  const reader = new Reader<Response>(readFileSync(path));
  const { databaseType, buildEpoch } = reader.metadata;
  return {
    database: `${databaseType} ${buildEpoch.toISOString().slice(0, 10)}`,
    place(address) {
      if (isIP(address) === 0) return null;
      // The library types MaxMind's own files only; every member that is read here may be absent in either shape.
      const record = reader.get(address) as GeoRecord | null;
      return record === null ? null : placeOf(record);
    },
  };
}

function placeOf(record: GeoRecord): Place {
  const { city } = record;
  return {
    country: record.country_code ?? record.country?.iso_code ?? null,
    region: record.state1 ?? record.subdivisions?.[0]?.names?.en ?? null,
    city: (typeof city === 'string' ? city : city?.names?.en) ?? null,
    latitude: record.latitude ?? record.location?.latitude ?? null,
    longitude: record.longitude ?? record.location?.longitude ?? null,
    network: networkOf(record),
  };
}

function networkOf(record: GeoRecord): Network | null {
  const { autonomous_system_number: asn, autonomous_system_organization: organisation } = record;
  if (asn === undefined && organisation === undefined) return null;
  return { asn: asn ?? null, organisation: organisation ?? null };
}
