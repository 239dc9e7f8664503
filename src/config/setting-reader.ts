import { parseEnv } from 'node:util';
import type { SecretPlaces } from './given-members.ts';
import { masked, type SettingFault, type SettingSource, shown } from './setting-fault.ts';
import { isSettingName, meantSetting, SECRET_SETTINGS, type SettingName } from './setting-names.ts';
import type { Read } from './setting-values.ts';

/** Where settings come from, the strongest first; null for a file that is not there. */
export type SettingSources = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The text of `.env`. */
  readonly envFile: string | null;
  /** The text of `countersign.config.json`. */
  readonly configFile: string | null;
  /** The text of another file that a setting names; null where it cannot be read. */
  fileText(path: string): string | null;
  /** The same as bytes. */
  readonly fileBytes: (path: string) => Uint8Array | null;
};

type Found = { readonly text: string; readonly source: SettingSource };

const CONFIG_FILE = 'countersign.config.json';

/** Members of the file that are no settings of their own, and stand nowhere else. */
const SECTIONS = ['channels', 'policies', 'lists'] as const;

type Section = (typeof SECTIONS)[number];

/** Reads settings one by one from their sources, and keeps every fault that it meets. */
export class SettingReader {
  readonly #sources: SettingSources;
  readonly #faults: SettingFault[] = [];
  readonly #faulty = new Set<SettingName>();
  readonly #layers: readonly ReadonlyMap<SettingName, Found>[];

  readonly #sections = new Map<Section, unknown>();

  constructor(sources: SettingSources) {
    this.#sources = sources;
    this.#layers = [
      layerOf(sources.environment, 'environment'),
      layerOf(sources.envFile === null ? {} : parseEnv(sources.envFile), '.env'),
      this.#configLayer(sources.configFile),
    ];
  }

  get faults(): readonly SettingFault[] {
    return this.#faults;
  }

  /** Null where the setting is not set, or set to nothing, or wrong: then its fault is kept. */
  read<T>(name: SettingName, parse: Read<T>): T | null {
    const found = this.#find(name);
    if (found === null) return null;
    const value = parse(found.text);
    if (value.ok) return value.value;
    this.fault(name, value.error);
    return null;
  }

  isSet(name: SettingName): boolean {
    return this.#find(name) !== null;
  }

  /** A member of the file that is no setting of its own, as it stands there; null where there is none. */
  section(name: Section): unknown {
    return this.#sections.get(name) ?? null;
  }

  /** Where texts are that the file only points to. */
  get places(): SecretPlaces {
    const { environment, envFile, fileText, fileBytes } = this.#sources;
    const written = envFile === null ? {} : parseEnv(envFile);
    return { variable: (name) => environment[name] ?? written[name] ?? null, fileText, fileBytes };
  }

  /** Keeps a fault that is of no one setting. */
  keep(fault: SettingFault): void {
    this.#faults.push(fault);
  }

  /** Whether a setting was read and is right, or is not set; a fault that follows from another one need not be told. */
  isSound(...names: readonly SettingName[]): boolean {
    return names.every((name) => !this.#faulty.has(name));
  }

  /** Keeps a fault of a setting, whose value is told as it was found. */
  fault(name: SettingName, expected: string): void {
    this.#faulty.add(name);
    const found = this.#find(name);
    this.#faults.push({
      setting: found?.source === CONFIG_FILE ? name.toLowerCase() : name,
      source: found?.source ?? null,
      found: found === null ? null : SECRET_SETTINGS.has(name) ? masked(found.text) : shown(found.text),
      expected,
    });
  }

  #find(name: SettingName): Found | null {
    for (const layer of this.#layers) {
      const found = layer.get(name);
      if (found !== undefined) return found;
    }
    return null;
  }

  #configLayer(text: string | null): ReadonlyMap<SettingName, Found> {
    const layer = new Map<SettingName, Found>();
    for (const [member, value] of Object.entries(this.#configObject(text))) {
      const name = member.toUpperCase();
      const section = SECTIONS.find((each) => each === member);
      if (section !== undefined) this.#sections.set(section, value);
      else if (!isSettingName(name) || member !== name.toLowerCase()) this.#unknownMember(member);
      else if (value !== null) this.#configMember(layer, name, value);
    }
    return layer;
  }

  #configObject(text: string | null): object {
    if (text === null) return {};
    try {
      const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    } catch {
      // What the parser says quotes the file, which may hold secrets.
    }
    const expected = 'must hold one JSON object whose members are settings in lower case';
    this.#faults.push({ setting: CONFIG_FILE, source: CONFIG_FILE, found: null, expected });
    return {};
  }

  #unknownMember(member: string): void {
    const meant = meantSetting(member);
    const hint =
      meant === null
        ? 'see docs/reference/settings.md for those there are'
        : `did you mean ${meant.toLowerCase()}?`;
    this.#faults.push({
      setting: shown(member).slice(1, -1),
      source: CONFIG_FILE,
      found: null,
      expected: `is no setting; ${hint}`,
    });
  }

  #configMember(layer: Map<SettingName, Found>, name: SettingName, value: unknown): void {
    const text = textOf(value);
    if (text !== null) {
      if (text.trim() !== '') layer.set(name, { text: text.trim(), source: CONFIG_FILE });
      return;
    }
    this.#faulty.add(name);
    this.#faults.push({
      setting: name.toLowerCase(),
      source: CONFIG_FILE,
      found: null,
      expected: 'must be a text, a number, or a list of texts',
    });
  }
}

function layerOf(
  values: Readonly<Record<string, string | undefined>>,
  source: SettingSource,
): ReadonlyMap<SettingName, Found> {
  const layer = new Map<SettingName, Found>();
  for (const [name, value] of Object.entries(values)) {
    // Set to nothing is how a compose file leaves a setting out.
    const text = value?.trim() ?? '';
    if (isSettingName(name) && text !== '') layer.set(name, { text, source });
  }
  return layer;
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string');
  return isList ? value.join(',') : null;
}
