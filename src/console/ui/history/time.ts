/** `2026-03-01 14:05` in the reader's own time zone. */
export function formatTime(iso: string): string {
  const time = new Date(iso);
  const two = (number: number) => String(number).padStart(2, "0");
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join("-");
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
