import { EXAMPLE_DAY } from '../example-day.ts';
import type { Catalogue } from '../language.ts';

export const ptBR: Catalogue = {
  tag: 'pt-BR',
  direction: 'ltr',
  formatsOf: 'pt-BR',
  messages: ({ dayMonth, duration, number, plural }) => ({
    backToChat: 'Voltar à conversa',
    closeWindow: 'Você também pode fechar esta janela.',
    question: {
      title: 'Confirme que é você',
      titleWithFault: 'Confira sua resposta',
      description: 'Um link privado, para uma só pessoa. Funciona uma vez e por pouco tempo.',
      heading: 'Confirme que é você',
      purpose: 'Para quê',
      phone: 'Seu telefone',
      phoneEndingIn: ({ digits }) => `termina em ${digits}`,
      wording: {
        date_of_birth: 'Qual é a sua data de nascimento?',
        birth_month_plus_day: 'Some o dia e o mês do seu nascimento. Quanto dá?',
        birth_day_of_month: 'Em que dia do mês você nasceu?',
        birth_month: 'Em que mês você nasceu?',
        birth_year: 'Em que ano você nasceu?',
        age_on_date: ({ date }) => `Quantos anos você tinha em ${date}?`,
        national_id: ({ characters }) =>
          `Quais são os últimos ${number(characters)} caracteres do seu número de identidade?`,
        account_number: ({ characters }) =>
          `Quais são os últimos ${number(characters)} caracteres do número da sua conta?`,
        card_number: ({ characters }) =>
          `Quais são os últimos ${number(characters)} dígitos do número do seu cartão?`,
        phone_last_digits: ({ characters }) =>
          `Quais são os últimos ${number(characters)} dígitos do seu outro número de telefone?`,
        postal_code: 'Qual é o CEP do seu endereço?',
        city: 'Em que cidade fica o seu endereço?',
        street: 'Em que rua fica o seu endereço?',
        choice: 'Qual destas respostas é a sua?',
        amount: 'De quanto foi o seu último pagamento?',
        year: 'Desde que ano você é cliente?',
        text: 'Qual é a sua resposta?',
      },
      hint: {
        birth_month_plus_day: `O ano não conta. Por exemplo, para ${dayMonth(EXAMPLE_DAY)}: ${number(20)} + ${number(5)} = ${number(25)}.`,
        hidden: 'Cada ponto fica no lugar de um caractere que não é mostrado.',
        folded: 'Maiúsculas e acentos não importam.',
      },
      noneOfThese: 'Nenhuma destas',
      field: { day: 'Dia', month: 'Mês', year: 'Ano', answer: 'Sua resposta' },
      timeLeft: 'Tempo restante',
      timeAtOpening: ({ seconds }) => `Você tem ${duration(seconds)} para responder`,
      timeAnnounced: ({ seconds }) => `Tempo restante: ${duration(seconds)}`,
      attempts: ({ count }) =>
        plural(count, {
          one: 'Você pode enviar uma única resposta.',
          other: `Você tem ${number(count)} tentativas.`,
        }),
      send: 'Enviar resposta',
      sending: 'Enviando…',
    },
    notMe: {
      question: 'Não foi você que pediu?',
      text: ({ business }) =>
        business === null
          ? 'Então não responda. Diga aqui: o link para de funcionar na hora e a empresa fica sabendo.'
          : `Então não responda. Diga aqui: o link para de funcionar na hora e ${business} fica sabendo.`,
      say: 'Não fui eu',
    },
    denied: ({ business }) => ({
      title: 'Obrigado por avisar',
      text: 'O link não funciona mais, e nenhuma resposta foi aceita.',
      next:
        business === null
          ? 'Fica anotado para a empresa que não foi você. Se mais alguma coisa parecer estranha, diga na conversa.'
          : `Fica anotado para ${business} que não foi você. Se mais alguma coisa parecer estranha, diga na conversa.`,
    }),
    fault: {
      title: 'Sua resposta ainda não foi enviada',
      field: {
        missing: 'Escolha uma das respostas.',
        doubled: 'Dê uma só resposta.',
        unknown_value: 'Escolha uma das respostas mostradas aqui.',
      },
      typed: {
        missing: 'Escreva sua resposta.',
        date: 'Esse dia não existe. Escreva o ano com quatro dígitos.',
        digits: ({ characters }) => `Escreva exatamente ${number(characters)} dígitos.`,
        characters: ({ characters }) => `Escreva exatamente ${number(characters)} letras ou dígitos.`,
        anything: 'Escreva letras ou dígitos.',
      },
    },
    notMatched: {
      title: 'Não confere',
      text: ({ attemptsLeft }) =>
        plural(attemptsLeft, {
          one: 'Você pode tentar mais uma vez. Confira com calma.',
          other: `Você pode tentar mais ${number(attemptsLeft)} vezes. Confira com calma.`,
        }),
    },
    answered: {
      title: 'Sua resposta foi enviada',
      text: 'Obrigado. A conversa mostra como continuar.',
      next: 'Volte à conversa.',
    },
    gone: {
      expired: () => ({
        title: 'O tempo acabou',
        text: 'Para sua segurança, este link valia só por pouco tempo. Nenhuma resposta foi aceita.',
        next: 'Volte à conversa e peça um novo link.',
      }),
      answered: ({ business }) => ({
        title: 'Este link já foi respondido',
        text: 'Um link funciona uma só vez. O que aconteceu com a resposta aparece na conversa.',
        next:
          business === null
            ? 'Não foi você que respondeu? Avise na conversa agora mesmo.'
            : `Não foi você que respondeu? Avise ${business} na conversa agora mesmo.`,
      }),
      canceled: () => ({
        title: 'Este link não vale mais',
        text: 'Ele foi cancelado. Nenhuma resposta foi aceita.',
        next: 'Se ainda precisar, volte à conversa e peça um novo link.',
      }),
      superseded: () => ({
        title: 'Há um link mais novo',
        text: 'Ele tomou o lugar deste. Nenhuma resposta foi aceita aqui.',
        next: 'Volte à conversa e abra o link mais recente.',
      }),
      denied: () => ({
        title: 'Este link foi bloqueado',
        text: 'Alguém que tinha o link disse que não o pediu. Nenhuma resposta foi aceita.',
        next: 'Foi você que pediu? Volte à conversa e peça um novo link.',
      }),
    },
    locked: {
      forNow: ({ seconds }) => ({
        title: 'Respostas erradas demais',
        text: `Para sua segurança, será possível responder de novo daqui a ${duration(seconds)}. Agora nada foi contado.`,
        next: 'Depois, volte à conversa e peça um novo link.',
      }),
      untilHelped: ({ business }) => ({
        title: 'Respostas erradas demais',
        text: 'Para sua segurança, não aceitamos mais respostas suas aqui. Agora nada foi contado.',
        next:
          business === null
            ? 'Volte à conversa e peça outra forma de mostrar que é você.'
            : `Volte à conversa e peça a ${business} outra forma de mostrar que é você.`,
      }),
    },
    unknown: {
      title: 'Este link não leva a lugar nenhum',
      text: 'Talvez falte uma letra nele, ou ele seja antigo demais.',
      next: 'Volte à conversa e toque no link que está lá, ou peça um novo.',
    },
    landing: {
      title: 'Não há nada à sua espera aqui',
      text: 'Quando uma conversa precisa saber que é você, ela envia um link só seu.',
      next: 'Toque nesse link na conversa para abrir a pergunta.',
    },
    notRecorded: {
      title: 'Não foi possível registrar sua resposta',
      text: 'Algo não está funcionando do nosso lado. Seu link continua valendo enquanto houver tempo.',
      next: 'Tente de novo daqui a pouco.',
      again: 'Enviar a resposta de novo',
    },
    notStopped: {
      title: 'Não foi possível bloquear o link',
      text: 'Algo não está funcionando do nosso lado, e o que você disse não foi registrado.',
      next: 'Tente de novo daqui a pouco.',
      again: 'Dizer de novo que não fui eu',
    },
    notShown: {
      title: 'Não foi possível mostrar a pergunta',
      text: 'Algo não está funcionando do nosso lado. Seu link continua valendo enquanto houver tempo.',
      next: 'Tente de novo daqui a pouco.',
      again: 'Tentar de novo',
    },
    broken: {
      title: 'Algo deu errado do nosso lado',
      text: 'A culpa não é sua, e isso ficou anotado.',
      next: 'Tente de novo, ou volte à conversa e peça um novo link.',
      again: 'Tentar de novo',
    },
    refused: {
      bad_request: {
        title: 'Não foi possível ler este pedido',
        text: 'O que seu navegador enviou está incompleto. Nada foi registrado.',
        next: 'Abra de novo o link da conversa.',
      },
      not_allowed: {
        title: 'Isso não pode ser feito aqui',
        text: 'Um link só pode ser aberto e respondido. Nada foi registrado.',
        next: 'Abra de novo o link da conversa.',
      },
      too_large: {
        title: 'Isso foi demais',
        text: 'O que foi enviado é maior do que qualquer resposta. Nada foi registrado.',
        next: 'Abra de novo o link da conversa e responda lá.',
      },
      wrong_type: {
        title: 'Isto não é a resposta de uma página',
        text: 'O que foi enviado não é um formulário. Nada foi registrado.',
        next: 'Abra de novo o link da conversa e responda lá.',
      },
      too_slow: {
        title: 'Demorou demais',
        text: 'A conexão era lenta demais para terminar. Nada foi registrado.',
        next: 'Abra de novo o link da conversa.',
      },
    },
  }),
};
