import { EXAMPLE_DAY } from '../example-day.ts';
import type { Catalogue } from '../language.ts';

export const fr: Catalogue = {
  tag: 'fr',
  direction: 'ltr',
  formatsOf: 'fr',
  messages: ({ dayMonth, duration, number, plural }) => ({
    backToChat: 'Retour à la conversation',
    closeWindow: 'Vous pouvez aussi fermer cette fenêtre.',
    question: {
      title: 'Confirmez que c’est bien vous',
      titleWithFault: 'Vérifiez votre réponse',
      description: 'Un lien privé pour une seule personne. Il sert une fois, et pour peu de temps.',
      heading: 'Confirmez que c’est bien vous',
      purpose: 'Objet',
      phone: 'Votre téléphone',
      phoneEndingIn: ({ digits }) => `se termine par ${digits}`,
      wording: {
        date_of_birth: 'Quelle est votre date de naissance ?',
        birth_month_plus_day: 'Additionnez le jour et le mois de votre naissance. Combien cela fait-il ?',
        birth_day_of_month: 'Quel jour du mois êtes-vous né(e) ?',
        birth_month: 'En quel mois êtes-vous né(e) ?',
        birth_year: 'En quelle année êtes-vous né(e) ?',
        age_on_date: ({ date }) => `Quel âge aviez-vous le ${date} ?`,
        national_id: ({ characters }) =>
          `Quels sont les ${number(characters)} derniers caractères de votre numéro d’identité ?`,
        account_number: ({ characters }) =>
          `Quels sont les ${number(characters)} derniers caractères de votre numéro de compte ?`,
        card_number: ({ characters }) =>
          `Quels sont les ${number(characters)} derniers chiffres de votre numéro de carte ?`,
        phone_last_digits: ({ characters }) =>
          `Quels sont les ${number(characters)} derniers chiffres de votre autre numéro de téléphone ?`,
        postal_code: 'Quel est le code postal de votre adresse ?',
        city: 'Dans quelle ville se trouve votre adresse ?',
        street: 'Dans quelle rue se trouve votre adresse ?',
        choice: 'Laquelle de ces réponses est la vôtre ?',
        amount: 'Quel était le montant de votre dernier paiement ?',
        year: 'Depuis quelle année êtes-vous client(e) ?',
        text: 'Quelle est votre réponse ?',
      },
      hint: {
        birth_month_plus_day: `L’année ne compte pas. Par exemple, pour le ${dayMonth(EXAMPLE_DAY)} : ${number(20)} + ${number(5)} = ${number(25)}.`,
        hidden: 'Chaque point remplace un caractère qui n’est pas montré.',
        folded: 'Les majuscules et les accents ne comptent pas.',
      },
      noneOfThese: 'Aucune de ces réponses',
      field: { day: 'Jour', month: 'Mois', year: 'Année', answer: 'Votre réponse' },
      timeLeft: 'Temps restant',
      timeAtOpening: ({ seconds }) => `Vous avez ${duration(seconds)} pour répondre`,
      timeAnnounced: ({ seconds }) => `Temps restant : ${duration(seconds)}`,
      attempts: ({ count }) =>
        plural(count, {
          one: 'Vous pouvez envoyer une seule réponse.',
          other: `Vous avez droit à ${number(count)} essais.`,
        }),
      send: 'Envoyer la réponse',
      sending: 'Envoi en cours…',
    },
    notMe: {
      question: 'Vous n’avez rien demandé ?',
      text: ({ business }) =>
        business === null
          ? 'Alors ne répondez pas. Dites-le ici : le lien cesse aussitôt de fonctionner et l’entreprise le saura.'
          : `Alors ne répondez pas. Dites-le ici : le lien cesse aussitôt de fonctionner et ${business} le saura.`,
      say: 'Ce n’était pas moi',
    },
    denied: ({ business }) => ({
      title: 'Merci de nous l’avoir dit',
      text: 'Le lien ne fonctionne plus, et aucune réponse n’a été retenue.',
      next:
        business === null
          ? 'Il est noté pour l’entreprise que ce n’était pas vous. Si autre chose vous paraît étrange, dites-le dans la conversation.'
          : `Il est noté pour ${business} que ce n’était pas vous. Si autre chose vous paraît étrange, dites-le dans la conversation.`,
    }),
    fault: {
      title: 'Votre réponse n’a pas encore été envoyée',
      field: {
        missing: 'Choisissez l’une des réponses.',
        doubled: 'Donnez une seule réponse.',
        unknown_value: 'Choisissez l’une des réponses affichées ici.',
      },
      typed: {
        missing: 'Écrivez votre réponse.',
        date: 'Ce jour n’existe pas. Écrivez l’année avec quatre chiffres.',
        digits: ({ characters }) => `Écrivez exactement ${number(characters)} chiffres.`,
        characters: ({ characters }) => `Écrivez exactement ${number(characters)} lettres ou chiffres.`,
        anything: 'Écrivez des lettres ou des chiffres.',
      },
    },
    notMatched: {
      title: 'Cela ne correspond pas',
      text: ({ attemptsLeft }) =>
        plural(attemptsLeft, {
          one: 'Vous pouvez essayer encore une fois. Prenez un instant pour vérifier.',
          other: `Vous pouvez essayer encore ${number(attemptsLeft)} fois. Prenez un instant pour vérifier.`,
        }),
    },
    answered: {
      title: 'Votre réponse est envoyée',
      text: 'Merci. La suite vous est indiquée dans la conversation.',
      next: 'Revenez à la conversation.',
    },
    gone: {
      expired: () => ({
        title: 'Le temps est écoulé',
        text: 'Pour votre sécurité, ce lien n’était valable que peu de temps. Aucune réponse n’a été retenue.',
        next: 'Revenez à la conversation et demandez un nouveau lien.',
      }),
      answered: ({ business }) => ({
        title: 'Une réponse a déjà été donnée',
        text: 'Un lien ne sert qu’une fois. Ce que la réponse est devenue vous est dit dans la conversation.',
        next:
          business === null
            ? 'Ce n’est pas vous qui avez répondu ? Dites-le tout de suite dans la conversation.'
            : `Ce n’est pas vous qui avez répondu ? Dites-le tout de suite à ${business} dans la conversation.`,
      }),
      canceled: () => ({
        title: 'Ce lien n’est plus valable',
        text: 'Il a été annulé. Aucune réponse n’a été retenue.',
        next: 'Si vous en avez encore besoin, revenez à la conversation et demandez un nouveau lien.',
      }),
      superseded: () => ({
        title: 'Il existe un lien plus récent',
        text: 'Il a remplacé celui-ci. Aucune réponse n’a été retenue ici.',
        next: 'Revenez à la conversation et ouvrez-y le lien le plus récent.',
      }),
      denied: () => ({
        title: 'Ce lien a été bloqué',
        text: 'Une personne qui avait ce lien a dit ne rien avoir demandé. Aucune réponse n’a été retenue.',
        next: 'C’est bien vous qui l’aviez demandé ? Revenez à la conversation et demandez un nouveau lien.',
      }),
    },
    locked: {
      forNow: ({ seconds }) => ({
        title: 'Trop de réponses fausses',
        text: `Pour votre sécurité, vous pourrez répondre de nouveau dans ${duration(seconds)}. Rien n’a été compté cette fois.`,
        next: 'Revenez ensuite à la conversation et demandez un nouveau lien.',
      }),
      untilHelped: ({ business }) => ({
        title: 'Trop de réponses fausses',
        text: 'Pour votre sécurité, aucune autre réponse de votre part n’est acceptée ici. Rien n’a été compté cette fois.',
        next:
          business === null
            ? 'Revenez à la conversation et demandez un autre moyen de montrer que c’est bien vous.'
            : `Revenez à la conversation et demandez à ${business} un autre moyen de montrer que c’est bien vous.`,
      }),
    },
    unknown: {
      title: 'Ce lien ne mène nulle part',
      text: 'Il y manque peut-être une lettre, ou il est trop ancien.',
      next: 'Revenez à la conversation et touchez-y le lien, ou demandez-en un nouveau.',
    },
    landing: {
      title: 'Rien ne vous attend ici',
      text: 'Lorsqu’une conversation doit savoir que c’est bien vous, elle vous envoie un lien personnel.',
      next: 'Touchez ce lien dans la conversation pour ouvrir sa question.',
    },
    notRecorded: {
      title: 'Votre réponse n’a pas pu être enregistrée',
      text: 'Quelque chose ne fonctionne pas de notre côté. Votre lien reste valable tant que son temps court.',
      next: 'Réessayez dans un instant.',
      again: 'Renvoyer la réponse',
    },
    notStopped: {
      title: 'Le lien n’a pas pu être bloqué',
      text: 'Quelque chose ne fonctionne pas de notre côté, et ce que vous avez dit n’a pas été enregistré.',
      next: 'Réessayez dans un instant.',
      again: 'Redire que ce n’était pas moi',
    },
    notShown: {
      title: 'La question n’a pas pu être affichée',
      text: 'Quelque chose ne fonctionne pas de notre côté. Votre lien reste valable tant que son temps court.',
      next: 'Réessayez dans un instant.',
      again: 'Réessayer',
    },
    broken: {
      title: 'Quelque chose s’est mal passé de notre côté',
      text: 'Ce n’est pas votre faute, et c’est noté.',
      next: 'Réessayez, ou revenez à la conversation et demandez un nouveau lien.',
      again: 'Réessayer',
    },
    refused: {
      bad_request: {
        title: 'Cette requête n’a pas pu être lue',
        text: 'Ce que votre navigateur a envoyé est incomplet. Rien n’a été enregistré.',
        next: 'Ouvrez de nouveau le lien depuis la conversation.',
      },
      not_allowed: {
        title: 'Cela n’est pas possible ici',
        text: 'On peut seulement ouvrir un lien et y répondre. Rien n’a été enregistré.',
        next: 'Ouvrez de nouveau le lien depuis la conversation.',
      },
      too_large: {
        title: 'C’était trop',
        text: 'Ce qui a été envoyé est plus grand que toute réponse. Rien n’a été enregistré.',
        next: 'Ouvrez de nouveau le lien depuis la conversation et répondez-y.',
      },
      wrong_type: {
        title: 'Ce n’est pas la réponse d’une page',
        text: 'Ce qui a été envoyé n’est pas un formulaire. Rien n’a été enregistré.',
        next: 'Ouvrez de nouveau le lien depuis la conversation et répondez-y.',
      },
      too_slow: {
        title: 'Cela a pris trop de temps',
        text: 'La connexion était trop lente pour aller jusqu’au bout. Rien n’a été enregistré.',
        next: 'Ouvrez de nouveau le lien depuis la conversation.',
      },
    },
  }),
};
