import { formatsOf } from '../formats.ts';
import type { Language } from '../language.ts';

const formats = formatsOf('es');
const { duration, number, plural } = formats;

export const es: Language = {
  tag: 'es',
  direction: 'ltr',
  formats,
  messages: {
    backToChat: 'Volver al chat',
    closeWindow: 'También puedes cerrar esta ventana.',
    question: {
      title: 'Confirma que eres tú',
      titleWithFault: 'Revisa tu respuesta',
      description: 'Un enlace privado para una sola persona. Sirve una vez y por poco tiempo.',
      heading: 'Confirma que eres tú',
      purpose: 'Para qué',
      phone: 'Tu teléfono',
      phoneEndingIn: ({ digits }) => `termina en ${digits}`,
      wording: {
        date_of_birth: '¿Cuál es tu fecha de nacimiento?',
        birth_month_plus_day: 'Suma el día y el mes de tu nacimiento. ¿Cuánto te da?',
      },
      hint: {
        date_of_birth: null,
        birth_month_plus_day: 'El año no cuenta. Por ejemplo, para el 20 de mayo: 20 + 5 = 25.',
      },
      noneOfThese: 'Ninguna de estas',
      timeLeft: 'Tiempo restante',
      timeAtOpening: ({ seconds }) => `Tienes ${duration(seconds)} para responder`,
      timeAnnounced: ({ seconds }) => `Tiempo restante: ${duration(seconds)}`,
      attempts: ({ count }) =>
        plural(count, {
          one: 'Puedes enviar una sola respuesta.',
          other: `Tienes ${number(count)} intentos.`,
        }),
      send: 'Enviar respuesta',
      sending: 'Enviando…',
      notYou: ({ business }) =>
        business === null
          ? '¿No lo pediste tú? Entonces no respondas y avisa en el chat.'
          : `¿No lo pediste tú? Entonces no respondas y avisa a ${business} en el chat.`,
    },
    fault: {
      title: 'Tu respuesta aún no se ha enviado',
      field: {
        missing: 'Elige una de las respuestas.',
        doubled: 'Elige una sola respuesta.',
        unknown_value: 'Elige una de las respuestas que aparecen aquí.',
      },
    },
    notMatched: {
      title: 'No coincide',
      text: ({ attemptsLeft }) =>
        plural(attemptsLeft, {
          one: 'Puedes intentarlo una vez más. Tómate un momento para revisar.',
          other: `Puedes intentarlo ${number(attemptsLeft)} veces más. Tómate un momento para revisar.`,
        }),
    },
    answered: {
      title: 'Tu respuesta se envió',
      text: 'Gracias. En el chat te dirán cómo sigue.',
      next: 'Vuelve al chat.',
    },
    gone: {
      expired: () => ({
        title: 'Se acabó el tiempo',
        text: 'Por tu seguridad, este enlace servía por poco tiempo. No se tomó ninguna respuesta.',
        next: 'Vuelve al chat y pide un enlace nuevo.',
      }),
      answered: ({ business }) => ({
        title: 'Este enlace ya fue respondido',
        text: 'Un enlace sirve una sola vez. En el chat te dirán qué pasó con la respuesta.',
        next:
          business === null
            ? '¿No respondiste tú? Avisa en el chat cuanto antes.'
            : `¿No respondiste tú? Avisa a ${business} en el chat cuanto antes.`,
      }),
      canceled: () => ({
        title: 'Este enlace ya no es válido',
        text: 'Se anuló, o un enlace más nuevo tomó su lugar. No se tomó ninguna respuesta.',
        next: 'Vuelve al chat y abre el enlace más reciente.',
      }),
    },
    unknown: {
      title: 'Este enlace no lleva a ninguna parte',
      text: 'Puede que le falte una letra o que sea demasiado antiguo.',
      next: 'Vuelve al chat y toca el enlace allí, o pide uno nuevo.',
    },
    landing: {
      title: 'Aquí no hay nada pendiente',
      text: 'Cuando un chat necesita saber que eres tú, te envía un enlace propio.',
      next: 'Toca ese enlace en el chat para abrir su pregunta.',
    },
    notRecorded: {
      title: 'No se pudo registrar tu respuesta',
      text: 'Algo no funciona de nuestro lado. Tu enlace sigue sirviendo mientras le quede tiempo.',
      next: 'Inténtalo de nuevo en un momento.',
      again: 'Enviar la respuesta otra vez',
    },
    notShown: {
      title: 'No se pudo mostrar la pregunta',
      text: 'Algo no funciona de nuestro lado. Tu enlace sigue sirviendo mientras le quede tiempo.',
      next: 'Inténtalo de nuevo en un momento.',
      again: 'Intentar de nuevo',
    },
    broken: {
      title: 'Algo falló de nuestro lado',
      text: 'No es culpa tuya, y ha quedado anotado.',
      next: 'Inténtalo de nuevo, o vuelve al chat y pide un enlace nuevo.',
      again: 'Intentar de nuevo',
    },
    refused: {
      bad_request: {
        title: 'No se pudo leer esta petición',
        text: 'Lo que envió tu navegador está incompleto. No se registró nada.',
        next: 'Abre otra vez el enlace desde el chat.',
      },
      not_allowed: {
        title: 'Esto no se puede hacer aquí',
        text: 'Un enlace solo se puede abrir y responder. No se registró nada.',
        next: 'Abre otra vez el enlace desde el chat.',
      },
      too_large: {
        title: 'Eso fue demasiado',
        text: 'Lo que se envió es más grande que cualquier respuesta. No se registró nada.',
        next: 'Abre otra vez el enlace desde el chat y responde allí.',
      },
      wrong_type: {
        title: 'Esto no es la respuesta de una página',
        text: 'Lo que se envió no es un formulario. No se registró nada.',
        next: 'Abre otra vez el enlace desde el chat y responde allí.',
      },
      too_slow: {
        title: 'Tardó demasiado',
        text: 'La conexión fue demasiado lenta para terminar. No se registró nada.',
        next: 'Abre otra vez el enlace desde el chat.',
      },
    },
  },
};
