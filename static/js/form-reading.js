// What was typed, read as the server reads it: the stored answer, or null where there is none.
const reading = (() => {
  // White space as the server knows it: without the byte order mark.
  const trim = (text) => text.replace(/^[^\S\ufeff]+|[^\S\ufeff]+$/g, "");
  const lengthOf = (text) => [...text].length;

  const clean = (text) =>
    text.normalize("NFC").replace(/\r\n?/g, "\n").replace(/[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g, "");

  const number = ([first], { minimum, maximum, decimals, step }) => {
    let text = trim(first);
    if (/^[-−]?([1-9]\d{0,2}(\.\d{3})+|\d{1,15})(,\d{1,15})?$/.test(text)) {
      text = text.replace(/\./g, "").replace(",", ".");
    } else if (!/^[-−]?\d{1,15}\.(\d{1,2}|\d{4,15})$/.test(text)) return null;
    if ((text.split(".")[1] || "").length > decimals) return null;
    const found = Number(text.replace("−", "-"));
    if (found < minimum || found > maximum) return null;
    const steps = step ? (found - (minimum || 0)) / step : 0;
    return Math.abs(steps - Math.floor(steps + 0.5)) < 1e-6 ? found : null;
  };

  const date = ([first], { earliest, latest }) => {
    const text = trim(first);
    const [, y, m, d] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
      || (/^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(text) || []).map((_, i, all) => i ? all[4 - i] : "");
    if (!Number(y)) return null;
    const day = new Date(0);
    day.setUTCFullYear(y, m - 1, d);
    if (day.getUTCMonth() !== m - 1 || day.getUTCDate() !== Number(d)) return null;
    const iso = [y, m.padStart(2, "0"), d.padStart(2, "0")].join("-");
    return (earliest && iso < earliest) || (latest && iso > latest) ? null : iso;
  };

  const one = ([first], { options = [] }) => (options.includes(first) ? first : null);

  const several = (values, { options, minimum, maximum }) => {
    if (!values.every((value) => options.includes(value))) return null;
    const chosen = options.filter((value) => values.includes(value));
    return chosen.length < minimum || (maximum && chosen.length > maximum) ? null : chosen;
  };

  const ranking = (values, { options }) => {
    const ranked = [];
    for (const text of values) {
      const [, value, rank] = /^([^]*):([1-9]\d{0,2})$/.exec(text) || [];
      if (!options.includes(value) || ranked[rank - 1] || ranked.includes(value)) return null;
      ranked[rank - 1] = value;
    }
    return options.length && options.every((_, rank) => ranked[rank]) && ranked.length === options.length
      ? ranked : null;
  };

  const fitting = (text, longest) => (lengthOf(text) > longest ? null : text);

  const kinds = {
    rating: (values, how) => (one(values, how) === null ? null : Number(values[0])),
    single_choice: one,
    yes_no: one,
    multiple_choice: several,
    ranking,
    number,
    slider: (values, how) => number(values, { ...how, decimals: 0 }),
    date,
    short_text: ([first], { longest }) =>
      fitting(first.split(/[^\S\ufeff]+/).filter(Boolean).join(" "), longest),
    long_text: ([first], { longest }) => fitting(trim(first), longest),
  };
  kinds.matrix = kinds.rating;
  kinds.evidence = ([first]) => first;
  const many = ["multiple_choice", "ranking"];

  // sent: the texts of one answer; how: its kind and what that accepts.
  const read = (sent, how) => {
    if (sent.some((text) => text.includes("\0"))) return null;
    const values = sent.map(clean).filter(trim);
    if (!values.length || !kinds[how.kind]) return null;
    if (how.na && values.includes("na")) return values.length > 1 ? null : "na";
    if (values.length > 1 && !many.includes(how.kind)) return null;
    return kinds[how.kind](values, how);
  };

  return { read };
})();
