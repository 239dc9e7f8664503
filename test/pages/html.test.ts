import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parse } from 'node-html-parser';
import { href, html, trusted } from '../../src/pages/html.ts';

test('a text in a hole is shown as it is, whatever markup it spells', () => {
  const text = `<script>alert("1")</script> & 'more' &lt;`;
  const { markup } = html`<p title="${text}">${text}</p>`;
  assert.equal(
    markup.slice(0, markup.indexOf('>') + 1),
    '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39; &amp;lt;">',
  );
  assert.equal(parse(markup).querySelectorAll('*').length, 1);
});

test('any text survives the way through content and attribute unchanged', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
      const paragraph = parse(html`<p title="${text}">${text}</p>`.markup).querySelector('p');
      assert.equal(paragraph?.textContent, text);
      assert.equal(paragraph?.getAttribute('title'), text);
    }),
    { seed: 7 },
  );
});

test('markup of the tag itself and constants of our own go in unchanged, lists included', () => {
  const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
  assert.equal(html`<ul>${items}${trusted('<hr>')}</ul>`.markup, '<ul><li>a</li><li>&lt;b&gt;</li><hr></ul>');
});

test('nothing is nothing, and zero is zero', () => {
  assert.equal(html`${null}${false}${''}${0}`.markup, '0');
});

test('indentation of a template does not reach the page, spaces within a line do', () => {
  assert.equal(
    html`<p>
      a  b
    </p>`.markup,
    '<p>\na  b\n</p>',
  );
});

test('a link that is neither http nor https is refused', () => {
  assert.equal(href('https://wa.me/1'), 'https://wa.me/1');
  assert.equal(href('http://127.0.0.1:9000/'), 'http://127.0.0.1:9000/');
  for (const url of ['javascript:alert(1)', 'data:text/html,x', 'whatsapp://send', ' https://a', '//host/']) {
    assert.throws(() => href(url), /http or https/, url);
  }
});
