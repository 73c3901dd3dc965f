import type { Bytes } from '../model/units.js';

const formats = new Map<string, Intl.NumberFormat>();

function formatWith(key: string, locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const name = `${locale} ${key}`;
  let format = formats.get(name);
  if (!format) {
    format = new Intl.NumberFormat(locale, options);
    formats.set(name, format);
  }
  return format;
}

/** `2,315`. */
export function formatCount(value: number, locale = 'en'): string {
  return formatWith('count', locale, { maximumFractionDigits: 0 }).format(value);
}

/** `2.3K`, `1.2M`: for axes and narrow places. */
export function formatCompactCount(value: number, locale = 'en'): string {
  return formatWith('compact', locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** 0.4 is `40%`; never rounds up to a whole that is not reached, nor down to nothing. */
export function formatShare(share: number, locale = 'en'): string {
  const percent = share <= 0 ? 0 : share >= 1 ? 1 : Math.min(0.99, Math.max(0.01, Math.floor(share * 100) / 100));
  return formatWith('share', locale, { style: 'percent', maximumFractionDigits: 0 }).format(percent);
}

/** `512 byte`, `1.2 MB`: decimal units. */
export function formatBytes(bytes: Bytes, locale = 'en'): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  let value = Math.max(0, bytes);
  let index = 0;
  while (value >= 999.5 && index < units.length - 1) {
    value /= 1000;
    index++;
  }
  const unit = units[index] ?? 'byte';
  const digits = index === 0 || value >= 99.5 ? 0 : 1;
  return formatWith(`${unit} ${digits}`, locale, {
    style: 'unit',
    unit,
    unitDisplay: index === 0 ? 'long' : 'short',
    maximumFractionDigits: digits,
  }).format(value);
}
