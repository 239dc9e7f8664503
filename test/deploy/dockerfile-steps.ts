import { DockerfileParser } from 'dockerfile-ast';

/** One instruction of a stage, its variables of ARG filled in. */
export type Step = { readonly keyword: string; readonly text: string };

export type Stage = {
  /** As `COPY --from` names it; null for the last one. */
  readonly name: string | null;
  readonly steps: readonly Step[];
};

/** The stages of a Dockerfile, each from its FROM to the next. */
export function stagesOf(text: string): readonly Stage[] {
  const lines = text.split('\n');
  const instructions = DockerfileParser.parse(text).getInstructions();
  const stages: { name: string | null; steps: Step[] }[] = [];
  for (const instruction of instructions) {
    const keyword = instruction.getKeyword();
    const { start, end } = instruction.getRange();
    const whole = lines.slice(start.line, end.line + 1).join('\n');
    const body = whole.slice(keyword.length).trim();
    if (keyword === 'FROM') stages.push({ name: / as (\S+)$/i.exec(body)?.[1] ?? null, steps: [] });
    else stages.at(-1)?.steps.push({ keyword, text: body.replaceAll(/\\\n\s*/g, ' ') });
  }
  return stages;
}

/** The words of an instruction in its exec form, `["node", "x"]`. */
export function execForm(text: string): readonly string[] {
  const words: unknown = JSON.parse(text.slice(text.indexOf('[')));
  if (!Array.isArray(words)) throw new TypeError(`${text} is not in exec form`);
  return words.map(String);
}

/** `NAME=value NAME=value` */
export const environmentOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text.split(/\s+/).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
