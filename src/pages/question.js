// What the page does better with a script: count in numbers, say when time is over, send once, tell of the device.
(() => {
  const byId = (id) => document.getElementById(id);
  const form = document.forms[0];
  const time = byId('time');
  const button = byId('send');
  if (!form || !time || !button) return;

  const left = Number(time.dataset.left);
  const words = JSON.parse(time.dataset.announce);
  const clock = byId('clock');
  const heard = byId('heard');
  const bar = byId('left');
  const [navigation] = performance.getEntriesByType('navigation');
  const shownAt = navigation ? navigation.responseStart : 0;
  const shownOn = Date.now() - (performance.now() - shownAt);
  const lang = document.documentElement.lang;
  const numberingSystem = time.dataset.digits;
  const minutes = new Intl.NumberFormat(lang, { numberingSystem });
  const seconds = new Intl.NumberFormat(lang, { numberingSystem, minimumIntegerDigits: 2 });
  let sent = false;
  let before = left;
  let timer = 0;

  // The one clock stands still while a phone sleeps, the other can be set back: whichever went further is right.
  const gone = () => Math.max(performance.now() - shownAt, Date.now() - shownOn);

  const over = () => {
    byId('asking').hidden = true;
    const notice = byId('over');
    notice.hidden = false;
    document.title = notice.dataset.title;
    notice.querySelector('h1').focus();
  };

  const tick = () => {
    clearTimeout(timer);
    if (sent) return;
    const rest = left - gone();
    if (rest <= 0) return over();
    const whole = Math.ceil(rest / 1000);
    clock.textContent = `${minutes.format(Math.floor(whole / 60))}:${seconds.format(whole % 60)}`;
    for (const [mark, text] of words) {
      if (rest <= mark * 1000 && before > mark * 1000) heard.textContent = text;
    }
    before = rest;
    timer = setTimeout(tick, rest % 1000 || 1000);
  };

  const catchUp = () => {
    if (document.hidden) return;
    if (bar.getAnimations) for (const animation of bar.getAnimations()) animation.currentTime = gone();
    tick();
  };

  const device = () => {
    const { languages, userAgentData, platform, cookieEnabled } = navigator;
    return JSON.stringify({
      languages: [...languages],
      platform: userAgentData?.platform || platform,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      cookiesEnabled: cookieEnabled,
      screenWidth: screen.width,
      screenHeight: screen.height,
      viewportWidth: innerWidth,
      viewportHeight: innerHeight,
      pixelRatio: devicePixelRatio,
      touchPoints: navigator.maxTouchPoints,
    });
  };

  form.addEventListener('submit', (event) => {
    if (sent) return event.preventDefault();
    sent = true;
    try {
      byId('device').value = device();
    } catch {
      // An answer counts without it.
    }
    const pressed = event.submitter || button;
    const label = pressed.textContent;
    pressed.textContent = heard.textContent = pressed.dataset.sending;
    // Once the form is read: a disabled button would not be in it.
    const disable = (disabled) => {
      for (const each of form.elements) if (each.type === 'submit') each.disabled = disabled;
    };
    setTimeout(disable, 0, true);
    // Still here by then: the network gave up. Answering twice does no harm.
    setTimeout(() => {
      sent = false;
      disable(false);
      pressed.textContent = label;
      tick();
    }, 10000);
  });

  // The way back was refused by the browser (a redirect beyond what the page may lead to): our own page has a link.
  document.addEventListener('securitypolicyviolation', (event) => {
    if (event.effectiveDirective === 'form-action') location.reload();
  });
  addEventListener('pageshow', (event) => event.persisted && location.reload());
  document.addEventListener('visibilitychange', catchUp);

  clock.hidden = false;
  byId('label').textContent = time.dataset.label;
  tick();
})();
