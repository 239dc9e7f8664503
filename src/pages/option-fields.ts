import type { AskedQuestion, Option } from '../domain/questions/question.ts';
import { isoDate } from '../kernel/calendar.ts';
import { unreachable } from '../kernel/result.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { shownText } from './shown-text.ts';

type ChoiceQuestion = Extract<AskedQuestion, { entry: 'choice' }>;

/** The id of the first option. */
export const firstOption = (name: string): string => `${name}-1`;

/** The options of a question, one of which may be chosen. @param sent the values that were sent before. */
export function optionFields(
  language: Language,
  question: ChoiceQuestion,
  name: string,
  sent: readonly string[],
): readonly Html[] {
  const [chosen, ...more] = sent;
  return question.options.map(({ value, content }, index) => {
    const id = `${name}-${index + 1}`;
    const isChosen = more.length === 0 && value === chosen;
    const isNone = content.type === 'none_of_these';
    return html`<div class="option"><input type="radio" id="${id}" name="${name}" value="${value}" required${isChosen && html` checked`}><label for="${id}"${isNone && html` data-none`}>${contentShown(language, content)}</label></div>
`;
  });
}

function contentShown({ messages, formats }: Language, content: Option['content']): Html | string {
  switch (content.type) {
    case 'date':
      return html`<time datetime="${isoDate(content.day)}">${formats.date(content.day)}</time>`;
    case 'number':
      return html`<data value="${content.value}">${formats.number(content.value)}</data>`;
    case 'year':
      return html`<data value="${content.year}">${formats.year(content.year)}</data>`;
    case 'month':
      return html`<data value="${content.month}">${formats.month(content.month)}</data>`;
    case 'ending':
      return html`<bdi dir="ltr">${content.text}</bdi>`;
    case 'amount':
      return html`<bdi>${formats.amounts(content)}</bdi>`;
    case 'text':
      return html`<bdi>${shownText(content.text) ?? '?'}</bdi>`;
    case 'none_of_these':
      return messages.question.noneOfThese;
    default:
      return unreachable(content);
  }
}
