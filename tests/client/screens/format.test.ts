/** Numbers, days and hours as people in Vietnam read them. */
import { afterEach, describe, expect, it } from 'vitest';
import {
  capital,
  count,
  decimal,
  fullDay,
  hour,
  inSentence,
  namedDay,
  percent,
  shortDay,
  space,
} from '../../../client/src/ui/format';
import { language } from '../../../client/src/ui/locale';

afterEach(() => {
  language.value = 'vi';
});

describe('numbers', () => {
  it.each([
    [35921, '35.921'],
    [115894, '115.894'],
    [1234567, '1.234.567'],
    [999, '999'],
    [0, '0'],
    [-1200, '−1.200'],
    [null, '–'],
    [undefined, '–'],
  ])('%s reads %s', (value, text) => {
    expect(count(value)).toBe(text);
  });

  it.each([
    [35921, 115894, '30,99%'],
    [35921, 188092, '19,10%'],
    [120, 100, '120,00%'],
    [0, 100, '0,00%'],
  ])('%s of %s is %s', (part, whole, text) => {
    expect(percent(part, whole)).toBe(text);
  });

  it('gives no ratio without a denominator', () => {
    expect(percent(5, 0)).toBeNull();
    expect(percent(5, null)).toBeNull();
    expect(percent(null, 5)).toBeNull();
  });

  it('turns to English separators with the page', () => {
    language.value = 'en';
    expect(count(35921)).toBe('35,921');
    expect(percent(35921, 115894)).toBe('30.99%');
  });

  it('groups the whole part of a decimal', () => {
    expect(decimal(12345.678, 1)).toBe('12.345,7');
    expect(space(1_200_000_000)).toBe('1,2\u00a0GB');
    expect(space(340_000_000)).toBe('340\u00a0MB');
  });
});

describe('days and hours', () => {
  it('stand in the zone of the campaign, whatever the zone of the device', () => {
    expect(hour('2021-09-08T09:47:00.000Z', 'Asia/Ho_Chi_Minh')).toBe('16:47');
    expect(hour('2021-09-08T17:05:00.000Z', 'Asia/Ho_Chi_Minh')).toBe('00:05');
  });

  it('are written without leading zeros, the weekday in words', () => {
    expect(shortDay('2021-09-09')).toBe('9/9');
    expect(fullDay('2021-08-16')).toBe('16/8/2021');
    expect(namedDay('2021-09-09')).toBe('thứ Năm\u00a09/9');
    expect(capital(namedDay('2021-09-10'))).toBe('Thứ Sáu\u00a010/9');
    expect(namedDay('2021-09-12', true)).toBe('Chủ nhật\u00a012/9/2021');
  });
});

it('names of places are small inside a sentence, their own part is not', () => {
  expect(inSentence('Huyện Cần Đước')).toBe('huyện Cần Đước');
  expect(inSentence('Thị trấn Cần Đước')).toBe('thị trấn Cần Đước');
  expect(inSentence('Ấp Mỹ Tây')).toBe('ấp Mỹ Tây');
  expect(inSentence('Xuân')).toBe('Xuân');
});
