/** Three people and what connects them. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#1060d0" />
      <path
        d="M10.5 11.5 21 9.500M10.5 13.500l9 8.500M22 12l-.8 8"
        fill="none"
        stroke="#fff"
        strokeWidth="2.4"
      />
      <circle cx="9" cy="12" r="3.6" fill="#fff" />
      <circle cx="22.5" cy="9" r="3" fill="#fff" />
      <circle cx="21" cy="22.5" r="3.6" fill="#fff" />
    </svg>
  );
}
