import packageJson from '../../package.json' with { type: 'json' };

/** Which build this is, as the log names it. */
export const BUILD: string = packageJson.version;
