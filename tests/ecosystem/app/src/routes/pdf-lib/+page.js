import { PDFDocument, StandardFonts, rgb } from 'pdf-lib';

export const load = async () => {
	const pdf = await PDFDocument.create();
	const font = await pdf.embedFont(StandardFonts.TimesRoman);
	const page = pdf.addPage([300, 400]);
	page.drawText('Creating PDFs is awesome!', { x: 50, y: 350, size: 20, font, color: rgb(0, 0.5, 0.7) });
	const copy = await PDFDocument.load(await pdf.save());
	return { pages: copy.getPageCount(), width: font.widthOfTextAtSize('awesome', 20).toFixed(2) };
};
