import { EXAMPLE_DAY } from '../example-day.ts';
import type { Catalogue } from '../language.ts';

export const es: Catalogue = {
  tag: 'es',
  direction: 'ltr',
  formatsOf: 'es',
  messages: ({ dayMonth, duration, number, plural }) => ({
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
        birth_day_of_month: '¿Qué día del mes naciste?',
        birth_month: '¿En qué mes naciste?',
        birth_year: '¿En qué año naciste?',
        age_on_date: ({ date }) => `¿Cuántos años tenías el ${date}?`,
        national_id: ({ characters }) =>
          `¿Cuáles son los últimos ${number(characters)} caracteres de tu número de identidad?`,
        account_number: ({ characters }) =>
          `¿Cuáles son los últimos ${number(characters)} caracteres de tu número de cuenta?`,
        card_number: ({ characters }) =>
          `¿Cuáles son los últimos ${number(characters)} dígitos de tu número de tarjeta?`,
        phone_last_digits: ({ characters }) =>
          `¿Cuáles son los últimos ${number(characters)} dígitos de tu otro número de teléfono?`,
        postal_code: '¿Cuál es el código postal de tu domicilio?',
        city: '¿En qué ciudad está tu domicilio?',
        street: '¿En qué calle está tu domicilio?',
        choice: '¿Cuál de estas respuestas es la tuya?',
        amount: '¿De cuánto fue tu pago más reciente?',
        year: '¿Desde qué año eres cliente?',
        text: '¿Cuál es tu respuesta?',
      },
      hint: {
        birth_month_plus_day: `El año no cuenta. Por ejemplo, para el ${dayMonth(EXAMPLE_DAY)}: ${number(20)} + ${number(5)} = ${number(25)}.`,
        hidden: 'Cada punto ocupa el lugar de un carácter que no se muestra.',
        folded: 'No importan las mayúsculas ni los acentos.',
      },
      noneOfThese: 'Ninguna de estas',
      field: { day: 'Día', month: 'Mes', year: 'Año', answer: 'Tu respuesta' },
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
    },
    notMe: {
      question: '¿No lo pediste tú?',
      text: ({ business }) =>
        business === null
          ? 'Entonces no respondas. Dilo aquí: el enlace deja de servir al instante y el negocio se entera.'
          : `Entonces no respondas. Dilo aquí: el enlace deja de servir al instante y ${business} se entera.`,
      say: 'No fui yo',
    },
    denied: ({ business }) => ({
      title: 'Gracias por avisar',
      text: 'El enlace ya no sirve y no se tomó ninguna respuesta.',
      next:
        business === null
          ? 'Queda anotado para el negocio que no fuiste tú. Si notas algo más extraño, dilo en el chat.'
          : `Queda anotado para ${business} que no fuiste tú. Si notas algo más extraño, dilo en el chat.`,
    }),
    fault: {
      title: 'Tu respuesta aún no se ha enviado',
      field: {
        missing: 'Elige una de las respuestas.',
        doubled: 'Da una sola respuesta.',
        unknown_value: 'Elige una de las respuestas que aparecen aquí.',
      },
      typed: {
        missing: 'Escribe tu respuesta.',
        date: 'Ese día no existe. Escribe el año con cuatro cifras.',
        digits: ({ characters }) => `Escribe exactamente ${number(characters)} dígitos.`,
        characters: ({ characters }) => `Escribe exactamente ${number(characters)} letras o dígitos.`,
        anything: 'Escribe letras o dígitos.',
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
        text: 'Se anuló. No se tomó ninguna respuesta.',
        next: 'Si todavía lo necesitas, vuelve al chat y pide un enlace nuevo.',
      }),
      superseded: () => ({
        title: 'Hay un enlace más nuevo',
        text: 'Tomó el lugar de este. Aquí no se tomó ninguna respuesta.',
        next: 'Vuelve al chat y abre allí el enlace más reciente.',
      }),
      denied: () => ({
        title: 'Este enlace fue detenido',
        text: 'Alguien que lo tenía dijo que no lo había pedido. No se tomó ninguna respuesta.',
        next: '¿Sí lo pediste tú? Vuelve al chat y pide un enlace nuevo.',
      }),
    },
    locked: {
      forNow: ({ seconds }) => ({
        title: 'Demasiadas respuestas incorrectas',
        text: `Por tu seguridad, se podrá volver a responder dentro de ${duration(seconds)}. Ahora no se contó nada.`,
        next: 'Después, vuelve al chat y pide un enlace nuevo.',
      }),
      untilHelped: ({ business }) => ({
        title: 'Demasiadas respuestas incorrectas',
        text: 'Por tu seguridad, aquí ya no se aceptan respuestas tuyas. Ahora no se contó nada.',
        next:
          business === null
            ? 'Vuelve al chat y pide otra forma de mostrar que eres tú.'
            : `Vuelve al chat y pide a ${business} otra forma de mostrar que eres tú.`,
      }),
    },
    unknown: {
      title: 'Este enlace no lleva a ninguna parte',
      text: 'Puede que le falte una letra o que sea demasiado antiguo.',
      next: 'Vuelve al chat y toca el enlace allí, o pide uno nuevo.',
    },
    landing: {
      title: 'Aquí no hay nada pendiente',
      text: 'Cuando un chat necesita saber que eres tú, te envía un enlace solo para ti.',
      next: 'Toca ese enlace en el chat para abrir su pregunta.',
    },
    notRecorded: {
      title: 'No se pudo registrar tu respuesta',
      text: 'Algo no funciona de nuestro lado. Tu enlace sigue sirviendo mientras le quede tiempo.',
      next: 'Inténtalo de nuevo en un momento.',
      again: 'Enviar la respuesta otra vez',
    },
    notStopped: {
      title: 'No se pudo detener el enlace',
      text: 'Algo no funciona de nuestro lado y lo que dijiste no quedó registrado.',
      next: 'Inténtalo de nuevo en un momento.',
      again: 'Decir otra vez que no fui yo',
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
  }),
};
