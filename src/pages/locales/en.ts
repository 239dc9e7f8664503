import { formatsOf } from '../formats.ts';
import type { Language } from '../language.ts';

const formats = formatsOf('en');
const { duration, number, plural } = formats;

export const en: Language = {
  tag: 'en',
  direction: 'ltr',
  formats,
  messages: {
    backToChat: 'Back to the chat',
    closeWindow: 'You can also close this window.',
    question: {
      title: 'Please confirm it is you',
      titleWithFault: 'Please check your answer',
      description: 'A private link for one person. It works once, and only for a short time.',
      heading: 'Please confirm it is you',
      purpose: 'What for',
      phone: 'Your phone',
      phoneEndingIn: ({ digits }) => `ends in ${digits}`,
      wording: {
        date_of_birth: 'What is your date of birth?',
        birth_month_plus_day: 'Add the day and the month of your birth. What do you get?',
      },
      hint: {
        date_of_birth: null,
        birth_month_plus_day: 'The year does not count. For 20 May, for example: 20 + 5 = 25.',
      },
      noneOfThese: 'None of these',
      timeLeft: 'Time left',
      timeAtOpening: ({ seconds }) => `You have ${duration(seconds)} to answer`,
      timeAnnounced: ({ seconds }) => `${duration(seconds)} left`,
      attempts: ({ count }) =>
        plural(count, {
          one: 'You can send one answer.',
          other: `You have ${number(count)} tries.`,
        }),
      send: 'Send answer',
      sending: 'Sending…',
      notYou: ({ business }) =>
        business === null
          ? 'You did not ask for this? Then do not answer, and say so in the chat.'
          : `You did not ask for this? Then do not answer, and tell ${business} in the chat.`,
    },
    fault: {
      title: 'Your answer has not been sent yet',
      field: {
        missing: 'Please choose one of the answers.',
        doubled: 'Please choose only one answer.',
        unknown_value: 'Please choose one of the answers shown here.',
      },
    },
    notMatched: {
      title: 'That did not match',
      text: ({ attemptsLeft }) =>
        plural(attemptsLeft, {
          one: 'You can try once more. Please take a moment to check.',
          other: `You can try ${number(attemptsLeft)} more times. Please take a moment to check.`,
        }),
    },
    answered: {
      title: 'Your answer was sent',
      text: 'Thank you. The chat tells you how it goes on.',
      next: 'Go back to the chat.',
    },
    gone: {
      expired: () => ({
        title: 'The time is over',
        text: 'For your safety this link was good for a short time only. No answer was taken.',
        next: 'Go back to the chat and ask for a new link.',
      }),
      answered: ({ business }) => ({
        title: 'This link has been answered',
        text: 'A link works once. What became of the answer is told in the chat.',
        next:
          business === null
            ? 'It was not you who answered? Say so in the chat right away.'
            : `It was not you who answered? Tell ${business} in the chat right away.`,
      }),
      canceled: () => ({
        title: 'This link is no longer valid',
        text: 'It was called off, or a newer link took its place. No answer was taken.',
        next: 'Go back to the chat and open the newest link there.',
      }),
    },
    unknown: {
      title: 'This link leads nowhere',
      text: 'A letter of it may be missing, or it is too old.',
      next: 'Go back to the chat and tap the link there, or ask for a new one.',
    },
    landing: {
      title: 'Nothing is waiting for you here',
      text: 'When a chat needs to know that it is you, it sends you a link of your own.',
      next: 'Tap that link in the chat to open its question.',
    },
    notRecorded: {
      title: 'Your answer could not be recorded',
      text: 'Something on our side is not working. Your link is still good as long as its time runs.',
      next: 'Please try again in a moment.',
      again: 'Send the answer again',
    },
    notShown: {
      title: 'The question could not be shown',
      text: 'Something on our side is not working. Your link is still good as long as its time runs.',
      next: 'Please try again in a moment.',
      again: 'Try again',
    },
    broken: {
      title: 'Something went wrong on our side',
      text: 'It is not your fault, and it has been noted.',
      next: 'Please try again, or go back to the chat and ask for a new link.',
      again: 'Try again',
    },
    refused: {
      bad_request: {
        title: 'This request could not be read',
        text: 'What your browser sent is not complete. Nothing was recorded.',
        next: 'Open the link from the chat again.',
      },
      not_allowed: {
        title: 'This cannot be done here',
        text: 'A link can only be opened and answered. Nothing was recorded.',
        next: 'Open the link from the chat again.',
      },
      too_large: {
        title: 'That was too much',
        text: 'What was sent is larger than any answer. Nothing was recorded.',
        next: 'Open the link from the chat again and answer there.',
      },
      wrong_type: {
        title: 'This is not the answer of a page',
        text: 'What was sent is no form. Nothing was recorded.',
        next: 'Open the link from the chat again and answer there.',
      },
      too_slow: {
        title: 'That took too long',
        text: 'The connection was too slow to finish. Nothing was recorded.',
        next: 'Open the link from the chat again.',
      },
    },
  },
};
