import type { Wording } from '../app/ports.ts';
import { chooseLanguage } from './choose-language.ts';

/** What the question page says, for the log. */
export const questionWording: Wording = {
  shown(questions, locale, acceptLanguage) {
    const { tag, messages } = chooseLanguage(locale, acceptLanguage);
    const worded = questions.map(({ kind, wording }) => wording ?? messages.question.wording[kind]);
    return { language: tag, questions: worded };
  },
};
