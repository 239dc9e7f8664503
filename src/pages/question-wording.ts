import type { Wording } from '../app/ports.ts';
import { chooseLanguage } from './choose-language.ts';
import { wordingOf } from './wording-of.ts';

/** What the question page says, for the log. */
export const questionWording: Wording = {
  shown(questions, locale, acceptLanguage) {
    const language = chooseLanguage(locale, acceptLanguage);
    return {
      language: language.tag,
      questions: questions.map((question) => wordingOf(language, question)),
    };
  },
};
