import { EXAMPLE_DAY } from '../example-day.ts';
import type { Catalogue } from '../language.ts';

export const en: Catalogue = {
  tag: 'en',
  direction: 'ltr',
  formatsOf: 'en',
  messages: ({ dayMonth, duration, number, plural }) => ({
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
        birth_day_of_month: 'On which day of the month were you born?',
        birth_month: 'In which month were you born?',
        birth_year: 'In which year were you born?',
        age_on_date: ({ date }) => `How old were you on ${date}?`,
        national_id: ({ characters }) =>
          `What are the last ${number(characters)} characters of your identity number?`,
        account_number: ({ characters }) =>
          `What are the last ${number(characters)} characters of your account number?`,
        card_number: ({ characters }) =>
          `What are the last ${number(characters)} digits of your card number?`,
        phone_last_digits: ({ characters }) =>
          `What are the last ${number(characters)} digits of your other phone number?`,
        postal_code: 'What is the postal code of your address?',
        city: 'In which city is your address?',
        street: 'In which street is your address?',
        choice: 'Which of these is right for you?',
        amount: 'How much was your latest payment?',
        year: 'Since which year have you been a customer?',
        text: 'What is your answer?',
      },
      hint: {
        birth_month_plus_day: `The year does not count. For ${dayMonth(EXAMPLE_DAY)}, for example: ${number(20)} + ${number(5)} = ${number(25)}.`,
        hidden: 'A dot stands for each character that is not shown.',
        folded: 'Capital letters and accents do not matter.',
      },
      noneOfThese: 'None of these',
      field: { day: 'Day', month: 'Month', year: 'Year', answer: 'Your answer' },
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
    },
    notMe: {
      question: 'You did not ask for this?',
      text: ({ business }) =>
        business === null
          ? 'Then do not answer. Say so here: the link stops working at once, and the business learns of it.'
          : `Then do not answer. Say so here: the link stops working at once, and ${business} learns of it.`,
      say: 'It was not me',
    },
    denied: ({ business }) => ({
      title: 'Thank you for telling us',
      text: 'The link no longer works, and no answer was taken.',
      next:
        business === null
          ? 'It is noted for the business that it was not you. If anything else seems odd, say so in the chat.'
          : `It is noted for ${business} that it was not you. If anything else seems odd, say so in the chat.`,
    }),
    fault: {
      title: 'Your answer has not been sent yet',
      field: {
        missing: 'Please choose one of the answers.',
        doubled: 'Please give only one answer.',
        unknown_value: 'Please choose one of the answers shown here.',
      },
      typed: {
        missing: 'Please write your answer.',
        date: 'There is no such day. Please write the year with four digits.',
        digits: ({ characters }) => `Please write exactly ${number(characters)} digits.`,
        characters: ({ characters }) => `Please write exactly ${number(characters)} letters or digits.`,
        anything: 'Please write letters or digits.',
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
        text: 'It was called off. No answer was taken.',
        next: 'If you still need it, go back to the chat and ask for a new link.',
      }),
      superseded: () => ({
        title: 'There is a newer link',
        text: 'It took the place of this one. No answer was taken here.',
        next: 'Go back to the chat and open the newest link there.',
      }),
      denied: () => ({
        title: 'This link was stopped',
        text: 'Somebody who had it said that they did not ask for it. No answer was taken.',
        next: 'You did ask for it? Go back to the chat and ask for a new link.',
      }),
    },
    locked: {
      forNow: ({ seconds }) => ({
        title: 'Too many wrong answers',
        text: `For your safety, answers are taken again in ${duration(seconds)}. Nothing was counted now.`,
        next: 'Then go back to the chat and ask for a new link.',
      }),
      untilHelped: ({ business }) => ({
        title: 'Too many wrong answers',
        text: 'For your safety, no more answers are taken for you here. Nothing was counted now.',
        next:
          business === null
            ? 'Go back to the chat and ask for another way to show that it is you.'
            : `Go back to the chat and ask ${business} for another way to show that it is you.`,
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
    notStopped: {
      title: 'The link could not be stopped',
      text: 'Something on our side is not working, and what you said was not recorded.',
      next: 'Please try again in a moment.',
      again: 'Say again that it was not me',
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
  }),
};
