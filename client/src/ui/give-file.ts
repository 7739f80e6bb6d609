/**
 * Gives a file to the person: the share sheet where the browser shares files, else a download.
 * Promises: a share that is called off saves nothing and says so; one that is refused becomes a download.
 */
export type Given = 'shared' | 'saved' | 'dropped';

function download(file: File): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  // The browser reads the file after the click; a minute is ample.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Whether the share sheet takes this file here. */
export function sharesFile(file: File): boolean {
  try {
    return (
      typeof navigator.share === 'function' && navigator.canShare?.({ files: [file] }) === true
    );
  } catch {
    return false;
  }
}

export async function giveFile(file: File): Promise<Given> {
  if (sharesFile(file)) {
    try {
      await navigator.share({ files: [file] });
      return 'shared';
    } catch (error) {
      if ((error as DOMException | null)?.name === 'AbortError') return 'dropped';
    }
  }
  download(file);
  return 'saved';
}
