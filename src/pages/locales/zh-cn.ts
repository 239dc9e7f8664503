import { EXAMPLE_DAY } from '../example-day.ts';
import type { Catalogue } from '../language.ts';

export const zhCN: Catalogue = {
  tag: 'zh-CN',
  direction: 'ltr',
  formatsOf: 'zh-CN',
  messages: ({ dayMonth, duration, number, plural }) => ({
    backToChat: '返回聊天',
    closeWindow: '您也可以关闭此窗口。',
    question: {
      title: '请确认是您本人',
      titleWithFault: '请检查您的回答',
      description: '仅供一人使用的私人链接。只能用一次，且有效时间很短。',
      heading: '请确认是您本人',
      purpose: '用途',
      phone: '您的手机',
      phoneEndingIn: ({ digits }) => `尾号 ${digits}`,
      wording: {
        date_of_birth: '您的出生日期是哪一天？',
        birth_month_plus_day: '把您出生的月份和日子相加，得多少？',
        birth_day_of_month: '您出生在当月的几号？',
        birth_month: '您出生在几月？',
        birth_year: '您出生在哪一年？',
        age_on_date: ({ date }) => `${date}时您多少周岁？`,
        national_id: ({ characters }) => `您证件号码的最后 ${number(characters)} 位是什么？`,
        account_number: ({ characters }) => `您账号的最后 ${number(characters)} 位是什么？`,
        card_number: ({ characters }) => `您卡号的最后 ${number(characters)} 位数字是什么？`,
        phone_last_digits: ({ characters }) => `您另一个电话号码的最后 ${number(characters)} 位数字是什么？`,
        postal_code: '您地址的邮政编码是什么？',
        city: '您的地址在哪个城市？',
        street: '您的地址在哪条街道？',
        choice: '以下哪一项符合您的情况？',
        amount: '您最近一次付款的金额是多少？',
        year: '您从哪一年开始成为客户？',
        text: '您的回答是什么？',
      },
      hint: {
        birth_month_plus_day: `不算年份。例如${dayMonth(EXAMPLE_DAY)}：${number(5)} + ${number(20)} = ${number(25)}。`,
        hidden: '每个圆点代表一个未显示的字符。',
        folded: '不区分大小写和重音符号。',
      },
      noneOfThese: '都不是',
      field: { day: '日', month: '月', year: '年', answer: '您的回答' },
      timeLeft: '剩余时间',
      timeAtOpening: ({ seconds }) => `您有${duration(seconds)}的时间作答`,
      timeAnnounced: ({ seconds }) => `剩余时间：${duration(seconds)}`,
      attempts: ({ count }) => plural(count, { other: `您可以作答 ${number(count)} 次。` }),
      send: '提交回答',
      sending: '正在提交…',
    },
    notMe: {
      question: '这不是您要求的？',
      text: ({ business }) =>
        business === null
          ? '那就不要作答。请在这里说明：链接会立即失效，商家也会得知。'
          : `那就不要作答。请在这里说明：链接会立即失效，${business}也会得知。`,
      say: '不是我',
    },
    denied: ({ business }) => ({
      title: '感谢您告诉我们',
      text: '链接已失效，没有接受任何回答。',
      next:
        business === null
          ? '已为商家记下：那不是您。如果还有其他异常，请在聊天中说明。'
          : `已为${business}记下：那不是您。如果还有其他异常，请在聊天中说明。`,
    }),
    fault: {
      title: '您的回答尚未提交',
      field: {
        missing: '请选择一个答案。',
        doubled: '请只给出一个答案。',
        unknown_value: '请从这里显示的答案中选择一个。',
      },
      typed: {
        missing: '请填写您的回答。',
        date: '没有这一天。年份请写四位数字。',
        digits: ({ characters }) => `请正好填写 ${number(characters)} 位数字。`,
        characters: ({ characters }) => `请正好填写 ${number(characters)} 个字母或数字。`,
        anything: '请填写文字或数字。',
      },
    },
    notMatched: {
      title: '答案不符',
      text: ({ attemptsLeft }) =>
        plural(attemptsLeft, { other: `您还可以再试 ${number(attemptsLeft)} 次。请花点时间核对。` }),
    },
    answered: {
      title: '您的回答已提交',
      text: '谢谢。接下来怎么做，聊天中会告诉您。',
      next: '请返回聊天。',
    },
    gone: {
      expired: () => ({
        title: '时间已到',
        text: '为了您的安全，此链接只在短时间内有效。没有接受任何回答。',
        next: '请返回聊天，索取新的链接。',
      }),
      answered: ({ business }) => ({
        title: '此链接已有人作答',
        text: '每个链接只能用一次。回答的结果会在聊天中告知。',
        next:
          business === null
            ? '不是您作答的？请立即在聊天中说明。'
            : `不是您作答的？请立即在聊天中告诉${business}。`,
      }),
      canceled: () => ({
        title: '此链接不再有效',
        text: '它已被取消。没有接受任何回答。',
        next: '如果您仍有需要，请返回聊天，索取新的链接。',
      }),
      superseded: () => ({
        title: '有更新的链接',
        text: '它取代了此链接。这里没有接受任何回答。',
        next: '请返回聊天，打开其中最新的链接。',
      }),
      denied: () => ({
        title: '此链接已被停用',
        text: '有人拿到此链接后表示自己没有要求过。没有接受任何回答。',
        next: '确实是您要求的？请返回聊天，索取新的链接。',
      }),
    },
    locked: {
      forNow: ({ seconds }) => ({
        title: '答错次数过多',
        text: `为了您的安全，${duration(seconds)}后才会再次接受回答。这次没有计入。`,
        next: '届时请返回聊天，索取新的链接。',
      }),
      untilHelped: ({ business }) => ({
        title: '答错次数过多',
        text: '为了您的安全，这里不再接受您的回答。这次没有计入。',
        next:
          business === null
            ? '请返回聊天，询问其他证明是您本人的方式。'
            : `请返回聊天，向${business}询问其他证明是您本人的方式。`,
      }),
    },
    unknown: {
      title: '此链接没有指向任何内容',
      text: '可能少了一个字符，或者链接太旧了。',
      next: '请返回聊天，点按那里的链接，或索取新的链接。',
    },
    landing: {
      title: '这里没有等待您处理的事项',
      text: '当聊天需要知道是您本人时，会向您发送一个专属链接。',
      next: '请在聊天中点按该链接，打开其中的问题。',
    },
    notRecorded: {
      title: '未能记录您的回答',
      text: '我们这边出了问题。在时间用完之前，您的链接仍然有效。',
      next: '请稍后再试。',
      again: '再次提交回答',
    },
    notStopped: {
      title: '未能停用链接',
      text: '我们这边出了问题，您所说的没有记录下来。',
      next: '请稍后再试。',
      again: '再说一次：不是我',
    },
    notShown: {
      title: '未能显示问题',
      text: '我们这边出了问题。在时间用完之前，您的链接仍然有效。',
      next: '请稍后再试。',
      again: '重试',
    },
    broken: {
      title: '我们这边出错了',
      text: '这不是您的错，我们已经记下。',
      next: '请重试，或返回聊天索取新的链接。',
      again: '重试',
    },
    refused: {
      bad_request: {
        title: '无法读取此请求',
        text: '您的浏览器发送的内容不完整。没有记录任何内容。',
        next: '请从聊天中重新打开链接。',
      },
      not_allowed: {
        title: '这里不能这样做',
        text: '链接只能打开和作答。没有记录任何内容。',
        next: '请从聊天中重新打开链接。',
      },
      too_large: {
        title: '内容太多',
        text: '发送的内容比任何回答都大。没有记录任何内容。',
        next: '请从聊天中重新打开链接并在那里作答。',
      },
      wrong_type: {
        title: '这不是页面的回答',
        text: '发送的内容不是表单。没有记录任何内容。',
        next: '请从聊天中重新打开链接并在那里作答。',
      },
      too_slow: {
        title: '用时太久',
        text: '连接太慢，未能完成。没有记录任何内容。',
        next: '请从聊天中重新打开链接。',
      },
    },
  }),
};
