// A ZIP file of texts, stored without compression (APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16).

const CRC = Uint32Array.from({ length: 256 }, (_, number) => {
  let value = number;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = CRC[(sum ^ byte) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

// Numbers of two or four bytes, little-endian: [[size, value], …]
function packed(numbers) {
  const out = new DataView(new ArrayBuffer(numbers.reduce((sum, [size]) => sum + size, 0)));
  let at = 0;
  for (const [size, value] of numbers) {
    if (size === 2) out.setUint16(at, value, true);
    else out.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(out.buffer);
}

// [[name, text], …] → Blob. Names are UTF-8; the date is the first of 1980, so that the same texts give the same bytes.
function zip(files) {
  const encoder = new TextEncoder();
  const body = [];
  const directory = [];
  let offset = 0;
  let listed = 0;
  for (const [name, text] of files) {
    const [called, bytes] = [encoder.encode(name), encoder.encode(text)];
    const about = [[2, 20], [2, 0x0800], [2, 0], [2, 0], [2, 0x21], [4, crc32(bytes)], [4, bytes.length], [4, bytes.length], [2, called.length], [2, 0]];
    const head = packed([[4, 0x04034b50], ...about]);
    const entry = packed([[4, 0x02014b50], [2, 20], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]);
    body.push(head, called, bytes);
    directory.push(entry, called);
    offset += head.length + called.length + bytes.length;
    listed += entry.length + called.length;
  }
  const end = packed([[4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, listed], [4, offset], [2, 0]]);
  return new Blob([...body, ...directory, end], { type: "application/zip" });
}
