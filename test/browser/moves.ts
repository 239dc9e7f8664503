/** What a person's hand makes of a state: from which one, and by which script. */
type Move = { readonly from: string; readonly script: string };

/** States that a page comes into by itself, by the names that files may have. */
export const MOVES: Readonly<Record<string, Move>> = {
  sending: {
    from: 'question',
    script: `
      const form = document.forms[0];
      form.addEventListener('submit', (event) => event.preventDefault());
      form.querySelectorAll('input[type=radio]')[1].checked = true;
      form.requestSubmit(document.getElementById('send'));
      new Promise((resolve) => setTimeout(resolve, 10));`,
  },
  'not-me': { from: 'question', script: "document.querySelector('details').open = true" },
};
