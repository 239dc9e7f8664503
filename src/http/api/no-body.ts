/** Whether a body asks for anything: many clients send an empty object, or the type of a body without one, with every POST. */
export const holdsAnything = (body: unknown): boolean =>
  body !== undefined &&
  body !== null &&
  !(typeof body === 'object' && !Array.isArray(body) && Object.keys(body).length === 0);
