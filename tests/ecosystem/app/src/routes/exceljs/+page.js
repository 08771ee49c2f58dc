import ExcelJS from 'exceljs';

export const load = async () => {
	const workbook = new ExcelJS.Workbook();
	const sheet = workbook.addWorksheet('People');
	sheet.columns = [{ header: 'Name', key: 'name' }, { header: 'Age', key: 'age' }];
	sheet.addRow({ name: 'Ada', age: 36 });
	const bytes = await workbook.xlsx.writeBuffer();
	const read = new ExcelJS.Workbook();
	await read.xlsx.load(bytes);
	return { name: read.getWorksheet('People').getCell('A2').value, rows: sheet.rowCount };
};
