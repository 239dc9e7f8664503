/** Whether the last digit is the check digit of those before it (ISO/IEC 7812-1, annex B). @param digits ASCII digits. */
export function hasLuhnDigit(digits: string): boolean {
  let sum = 0;
  for (let fromEnd = 0; fromEnd < digits.length; fromEnd++) {
    const digit = Number(digits.at(-1 - fromEnd));
    const doubled = fromEnd % 2 === 1 ? 2 * digit : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length > 0 && sum % 10 === 0;
}
