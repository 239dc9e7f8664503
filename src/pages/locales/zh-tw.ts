import { EXAMPLE_DAY } from '../example-day.ts';
import type { Catalogue } from '../language.ts';

export const zhTW: Catalogue = {
  tag: 'zh-TW',
  direction: 'ltr',
  formatsOf: 'zh-TW',
  messages: ({ dayMonth, duration, number, plural }) => ({
    backToChat: '返回聊天室',
    closeWindow: '您也可以關閉這個視窗。',
    question: {
      title: '請確認是您本人',
      titleWithFault: '請檢查您的回答',
      description: '僅供一人使用的私人連結。只能用一次，而且有效時間很短。',
      heading: '請確認是您本人',
      purpose: '用途',
      phone: '您的手機',
      phoneEndingIn: ({ digits }) => `末碼 ${digits}`,
      wording: {
        date_of_birth: '您的出生日期是哪一天？',
        birth_month_plus_day: '把您出生的月份和日子相加，得多少？',
        birth_day_of_month: '您出生在當月的幾號？',
        birth_month: '您出生在幾月？',
        birth_year: '您出生在西元哪一年？',
        age_on_date: ({ date }) => `${date}時您滿幾歲？`,
        national_id: ({ characters }) => `您證件號碼的最後 ${number(characters)} 碼是什麼？`,
        account_number: ({ characters }) => `您帳號的最後 ${number(characters)} 碼是什麼？`,
        card_number: ({ characters }) => `您卡號的最後 ${number(characters)} 碼數字是什麼？`,
        phone_last_digits: ({ characters }) => `您另一個電話號碼的最後 ${number(characters)} 碼數字是什麼？`,
        postal_code: '您地址的郵遞區號是什麼？',
        city: '您的地址在哪個城市？',
        street: '您的地址在哪條街道？',
        choice: '以下哪一項符合您的情況？',
        amount: '您最近一次付款的金額是多少？',
        year: '您從西元哪一年開始成為客戶？',
        text: '您的回答是什麼？',
      },
      hint: {
        birth_month_plus_day: `不算年份。例如 ${dayMonth(EXAMPLE_DAY)}：${number(5)} + ${number(20)} = ${number(25)}。`,
        hidden: '每個圓點代表一個沒有顯示的字元。',
        folded: '不區分大小寫和重音符號。',
      },
      noneOfThese: '都不是',
      field: { day: '日', month: '月', year: '西元年', answer: '您的回答' },
      timeLeft: '剩餘時間',
      timeAtOpening: ({ seconds }) => `您有 ${duration(seconds)}的時間作答`,
      timeAnnounced: ({ seconds }) => `剩餘時間：${duration(seconds)}`,
      attempts: ({ count }) => plural(count, { other: `您可以作答 ${number(count)} 次。` }),
      send: '送出回答',
      sending: '傳送中…',
    },
    notMe: {
      question: '這不是您要求的？',
      text: ({ business }) =>
        business === null
          ? '那就不要作答。請在這裡說明：連結會立即失效，商家也會得知。'
          : `那就不要作答。請在這裡說明：連結會立即失效，${business}也會得知。`,
      say: '不是我',
    },
    denied: ({ business }) => ({
      title: '感謝您告訴我們',
      text: '連結已失效，沒有接受任何回答。',
      next:
        business === null
          ? '已為商家記下：那不是您。如果還有其他異狀，請在聊天室說明。'
          : `已為${business}記下：那不是您。如果還有其他異狀，請在聊天室說明。`,
    }),
    fault: {
      title: '您的回答尚未送出',
      field: {
        missing: '請選擇一個答案。',
        doubled: '請只給出一個答案。',
        unknown_value: '請從這裡顯示的答案中選擇一個。',
      },
      typed: {
        missing: '請填寫您的回答。',
        date: '沒有這一天。年份請寫西元的四位數字。',
        digits: ({ characters }) => `請剛好填寫 ${number(characters)} 位數字。`,
        characters: ({ characters }) => `請剛好填寫 ${number(characters)} 個字母或數字。`,
        anything: '請填寫文字或數字。',
      },
    },
    notMatched: {
      title: '答案不符',
      text: ({ attemptsLeft }) =>
        plural(attemptsLeft, { other: `您還可以再試 ${number(attemptsLeft)} 次。請花點時間核對。` }),
    },
    answered: {
      title: '您的回答已送出',
      text: '謝謝。接下來怎麼做，聊天室會告訴您。',
      next: '請返回聊天室。',
    },
    gone: {
      expired: () => ({
        title: '時間到了',
        text: '為了您的安全，這個連結只在短時間內有效。沒有接受任何回答。',
        next: '請返回聊天室，索取新的連結。',
      }),
      answered: ({ business }) => ({
        title: '這個連結已有人作答',
        text: '每個連結只能用一次。回答的結果會在聊天室告知。',
        next:
          business === null
            ? '不是您作答的？請立即在聊天室說明。'
            : `不是您作答的？請立即在聊天室告訴${business}。`,
      }),
      canceled: () => ({
        title: '這個連結不再有效',
        text: '它已被取消。沒有接受任何回答。',
        next: '如果您仍有需要，請返回聊天室，索取新的連結。',
      }),
      superseded: () => ({
        title: '有更新的連結',
        text: '它取代了這個連結。這裡沒有接受任何回答。',
        next: '請返回聊天室，開啟其中最新的連結。',
      }),
      denied: () => ({
        title: '這個連結已被停用',
        text: '有人拿到這個連結後表示自己沒有要求過。沒有接受任何回答。',
        next: '確實是您要求的？請返回聊天室，索取新的連結。',
      }),
    },
    locked: {
      forNow: ({ seconds }) => ({
        title: '答錯次數過多',
        text: `為了您的安全，${duration(seconds)}後才會再次接受回答。這次沒有計入。`,
        next: '屆時請返回聊天室，索取新的連結。',
      }),
      untilHelped: ({ business }) => ({
        title: '答錯次數過多',
        text: '為了您的安全，這裡不再接受您的回答。這次沒有計入。',
        next:
          business === null
            ? '請返回聊天室，詢問其他證明是您本人的方式。'
            : `請返回聊天室，向${business}詢問其他證明是您本人的方式。`,
      }),
    },
    unknown: {
      title: '這個連結沒有指向任何內容',
      text: '可能少了一個字元，或者連結太舊了。',
      next: '請返回聊天室，點按那裡的連結，或索取新的連結。',
    },
    landing: {
      title: '這裡沒有等待您處理的事項',
      text: '當聊天室需要知道是您本人時，會傳送一個專屬連結給您。',
      next: '請在聊天室點按該連結，開啟其中的問題。',
    },
    notRecorded: {
      title: '未能記錄您的回答',
      text: '我們這邊出了問題。在時間用完之前，您的連結仍然有效。',
      next: '請稍後再試。',
      again: '再次送出回答',
    },
    notStopped: {
      title: '未能停用連結',
      text: '我們這邊出了問題，您所說的沒有記錄下來。',
      next: '請稍後再試。',
      again: '再說一次：不是我',
    },
    notShown: {
      title: '未能顯示問題',
      text: '我們這邊出了問題。在時間用完之前，您的連結仍然有效。',
      next: '請稍後再試。',
      again: '重試',
    },
    broken: {
      title: '我們這邊出錯了',
      text: '這不是您的錯，我們已經記下。',
      next: '請重試，或返回聊天室索取新的連結。',
      again: '重試',
    },
    refused: {
      bad_request: {
        title: '無法讀取這個要求',
        text: '您的瀏覽器傳送的內容不完整。沒有記錄任何內容。',
        next: '請從聊天室重新開啟連結。',
      },
      not_allowed: {
        title: '這裡不能這樣做',
        text: '連結只能開啟和作答。沒有記錄任何內容。',
        next: '請從聊天室重新開啟連結。',
      },
      too_large: {
        title: '內容太多',
        text: '傳送的內容比任何回答都大。沒有記錄任何內容。',
        next: '請從聊天室重新開啟連結並在那裡作答。',
      },
      wrong_type: {
        title: '這不是頁面的回答',
        text: '傳送的內容不是表單。沒有記錄任何內容。',
        next: '請從聊天室重新開啟連結並在那裡作答。',
      },
      too_slow: {
        title: '用時太久',
        text: '連線太慢，未能完成。沒有記錄任何內容。',
        next: '請從聊天室重新開啟連結。',
      },
    },
  }),
};
